/** Live updates by server-sent events. The browser reconnects by itself and sends Last-Event-ID. */

export interface StreamOptions {
  /** called with the ids of events that are new or changed */
  onChange: (ids: string[]) => void;
  /** called when the connection opens or is lost */
  onState: (connected: boolean) => void;
}

/** Opens the stream; the result closes it. */
export function openStream(o: StreamOptions): () => void {
  const source = new EventSource("/api/stream");
  source.onopen = () => o.onState(true);
  source.onerror = () => o.onState(false);
  const take = (e: MessageEvent<string>): void => {
    const ids = idsOf(e.data);
    if (ids.length > 0) o.onChange(ids);
  };
  for (const name of ["message", "change", "changes", "event", "events"]) source.addEventListener(name, take as EventListener);
  return () => source.close();
}

/** Ids in one message: {"id"}, {"event"}, {"ids": []}, {"events": []}, {"changes": [{"event"}]} or a list of these. */
export function idsOf(data: string): string[] {
  let v: unknown;
  try {
    v = JSON.parse(data);
  } catch {
    return [];
  }
  return [...new Set(collect(v))];
}

function collect(v: unknown): string[] {
  if (typeof v === "string") return v === "" ? [] : [v];
  if (Array.isArray(v)) return v.flatMap(collect);
  if (typeof v !== "object" || v === null) return [];
  const o = v as Record<string, unknown>;
  return [o.id, o.event, o.ids, o.events, o.changes].flatMap(collect);
}
