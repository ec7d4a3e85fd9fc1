/** Draws the marks of events: the shape says the kind, the filling says what is known of a check. */
import { KINDS, shapePath, type Status, STATUSES } from "../model/kinds.ts";
import { palette } from "./palette.ts";
import type { Theme } from "../data/store.ts";

const SIZE = 24; // CSS pixels
const RATIO = 2;

/** "event/light/battle/verified". */
export const iconName = (theme: Theme, kind: string, status: Status | ""): string => `event/${theme}/${kind}/${status}`;

/** Draws the icon of a name made by iconName; null for other names. */
export function drawIcon(name: string): ImageData | null {
  const [head, theme, kindKey, status] = name.split("/");
  const kind = KINDS.find((k) => k.key === kindKey);
  if (head !== "event" || !kind || (theme !== "light" && theme !== "dark")) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const ctx = canvas.getContext("2d");
  if (!ctx) return null;
  const c = palette(theme);
  const shape = new Path2D(shapePath(kind.shape));
  ctx.scale(RATIO, RATIO);
  ctx.lineJoin = "round";
  ctx.strokeStyle = c.surface; // a rim, so that marks stay apart on any ground
  ctx.lineWidth = 4.5;
  ctx.stroke(shape);
  paint(ctx, shape, kind[theme], c.surface, STATUSES.find((s) => s === status) ?? "none");
  return ctx.getImageData(0, 0, canvas.width, canvas.height);
}

function paint(ctx: CanvasRenderingContext2D, shape: Path2D, colour: string, ground: string, status: Status): void {
  const hollow = status === "unverified" || status === "disputed";
  ctx.fillStyle = hollow ? ground : colour;
  ctx.fill(shape);
  ctx.save();
  ctx.clip(shape);
  ctx.fillStyle = colour;
  if (status === "unverified") {
    ctx.globalAlpha = 0.22;
    ctx.fillRect(0, 0, SIZE, SIZE);
  } else if (status === "disputed") {
    ctx.fillRect(0, 0, SIZE / 2, SIZE);
  }
  ctx.restore();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.2;
  ctx.stroke(shape);
  if (status === "verified") {
    ctx.strokeStyle = ground;
    ctx.lineWidth = 2.2;
    ctx.stroke(new Path2D("M8 12.6 10.8 15.4 16.2 9.6"));
  }
}
