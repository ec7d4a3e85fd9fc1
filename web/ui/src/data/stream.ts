/** Live updates by server-sent events. The browser reconnects by itself and sends Last-Event-ID. */
import { readTouched, type Touched } from "./touched.ts";

export interface Change {
  /** ids of the events that changed; of a large change only the first ones */
  ids: string[];
  /** how many changed in all */
  count: number;
  /** true when every one that is named is new */
  allNew: boolean;
}

export interface StreamOptions {
  onChange: (change: Change) => void;
  /** called with the tiles that each message touches */
  onTiles: (touched: Touched) => void;
  /** called when the connection opens or is lost */
  onState: (connected: boolean) => void;
}

/** Opens the stream; the result closes it. */
export function openStream(o: StreamOptions): () => void {
  const source = new EventSource("/api/stream");
  source.onopen = () => o.onState(true);
  source.onerror = () => o.onState(false);
  source.addEventListener("change", (e: MessageEvent<string>) => {
    const change = readChange(e.data);
    if (change.count > 0) o.onChange(change);
    o.onTiles(readTouched(e.data));
  });
  return () => source.close();
}

/** Reads one message, {"count": 3, "events": [{"id": "…", "kind": "added"}], …}; anything else is no change. */
export function readChange(data: string): Change {
  let v: unknown;
  try {
    v = JSON.parse(data);
  } catch {
    v = null;
  }
  const o = (typeof v === "object" && v !== null ? v : {}) as { count?: unknown; events?: unknown };
  const events = (Array.isArray(o.events) ? o.events : []) as { id?: unknown; kind?: unknown }[];
  const named = events.filter((e) => typeof e?.id === "string");
  const ids = [...new Set(named.map((e) => String(e.id)))];
  const count = typeof o.count === "number" && o.count > ids.length ? o.count : ids.length;
  return { ids, count, allNew: named.every((e) => e.kind === "added") };
}

/** Joins a change with those that the reader has not loaded yet. */
export function addChange(before: Change, now: Change): Change {
  const ids = [...new Set([...before.ids, ...now.ids])];
  const twice = before.ids.length + now.ids.length - ids.length;
  return { ids, count: before.count + now.count - twice, allNew: before.allNew && now.allNew };
}

export const noChange = (): Change => ({ ids: [], count: 0, allNew: true });
