// Which cells a zoom asks for, and the part of the city they are asked for in: a box on a coarse
// grid, so that small moves of the map ask nothing anew. Degrees, WGS-84.

export type Box = [west: number, south: number, east: number, north: number];

/** From this zoom on, cells of this H3 resolution; below the last, of the coarsest. */
const STEPS = [[14.5, 9], [12.5, 8], [10.5, 7]] as const;
const COARSEST = 6;
/** By resolution; coarser cells are few enough to have those of the whole city at once. */
const GRID_DEG: Record<number, number> = { 8: 0.2, 9: 0.05 };

export function resolutionAt(zoom: number): number {
  return STEPS.find(([least]) => zoom >= least)?.[1] ?? COARSEST;
}

/** The box to ask for; null for the whole city. */
export function boxAround(bounds: Box, resolution: number): Box | null {
  const grid = GRID_DEG[resolution];
  if (grid === undefined) return null;
  const [west, south, east, north] = bounds.map((degrees) => degrees / grid) as Box;
  const corners = [Math.floor(west), Math.floor(south), Math.ceil(east), Math.ceil(north)];
  return corners.map((corner) => Number((corner * grid).toFixed(3))) as Box;
}
