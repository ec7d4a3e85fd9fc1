/** Draws the marks of events: the shape says the kind, the filling says what is known of a check. */
import { KINDS, shapePath, type Status, STATUSES } from "../model/kinds.ts";
import { palette } from "./palette.ts";
import type { Theme } from "../data/store.ts";

const SIZE = 24; // CSS pixels
const RATIO = 2;

/** "event/light/battle/verified". */
export const iconName = (theme: Theme, kind: string, status: Status | ""): string => `event/${theme}/${kind}/${status}`;

/** "cluster/light/14": the circle of a cluster by its radius in CSS pixels. */
export const clusterName = (theme: Theme, radius: number | ""): string => `cluster/${theme}/${radius}`;

/** Draws the icon of a name made by iconName or clusterName; null for other names. */
export function drawIcon(name: string): ImageData | null {
  const [head, theme, what, status] = name.split("/");
  if (theme !== "light" && theme !== "dark") return null;
  if (head === "cluster") return drawCluster(theme, Number(what));
  const kind = KINDS.find((k) => k.key === what);
  const ctx = head === "event" && kind ? sheet(SIZE) : null;
  if (!ctx || !kind) return null;
  const c = palette(theme);
  const shape = new Path2D(shapePath(kind.shape));
  ctx.lineJoin = "round";
  ctx.strokeStyle = c.surface; // a rim, so that marks stay apart on any ground
  ctx.lineWidth = 4.5;
  ctx.stroke(shape);
  paint(ctx, shape, kind[theme], c.surface, STATUSES.find((s) => s === status) ?? "none");
  return ctx.getImageData(0, 0, SIZE * RATIO, SIZE * RATIO);
}

/** A square to draw on, its side in CSS pixels. */
function sheet(side: number): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * RATIO;
  const ctx = canvas.getContext("2d");
  ctx?.scale(RATIO, RATIO);
  return ctx;
}

/** A disc with a rim in the panels' colour, so that it stays apart from what lies under it. */
function drawCluster(theme: Theme, radius: number): ImageData | null {
  const side = 2 * (radius + 2);
  const ctx = radius > 0 && radius < 100 ? sheet(side) : null;
  if (!ctx) return null;
  const c = palette(theme);
  ctx.arc(side / 2, side / 2, radius, 0, 2 * Math.PI);
  ctx.fillStyle = c.cluster;
  ctx.fill();
  ctx.strokeStyle = c.surface;
  ctx.lineWidth = 2;
  ctx.stroke();
  return ctx.getImageData(0, 0, side * RATIO, side * RATIO);
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
