/** Layers that answer to the pointer. */
export const POINT_LAYERS = ["event-points", "cluster-single"];
export const CLUSTER_LAYERS = ["clusters"];
export const GRID_LAYERS = ["grid-fill"];
