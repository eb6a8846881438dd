// Metrics of the map: their fixed breaks and colours, and in which class a value falls. Lightness
// alone orders the colours, so they are told apart without seeing hue; what is unknown has none.

export const METRICS = ['utilization', 'full_time_share', 'vacancy_rate', 'coverage'] as const;
export type Metric = (typeof METRICS)[number];

/** Above this share taken, finding a space takes a search. */
export const TARGET = 0.85;

/** Where each class but the first begins. */
export const BREAKS: Record<Metric, readonly number[]> = {
  utilization: [0.4, 0.6, 0.8, 0.85, 0.95],
  full_time_share: [0.01, 0.05, 0.1, 0.25, 0.5],
  vacancy_rate: [0.05, 0.15, 0.2, 0.4, 0.6],
  coverage: [0.2, 0.5, 0.8, 0.9, 0.99],
};

const PALE_TO_DARK = ['#ffeda0', '#fecb6e', '#f59a4c', '#dd5f3c', '#ad2a4b', '#5c1049'] as const;
const DARK_TO_PALE = PALE_TO_DARK.toReversed();
const BLUES = ['#e4f0f7', '#b9d7ea', '#84b6d8', '#4a8fc1', '#1f659c', '#0a3a66'] as const;

/** From the lowest class to the highest: the darker, the scarcer; of coverage, the more is known. */
export const COLOURS: Record<Metric, readonly string[]> = {
  utilization: PALE_TO_DARK,
  full_time_share: PALE_TO_DARK,
  vacancy_rate: DARK_TO_PALE,
  coverage: BLUES,
};

export function classOf(metric: Metric, value: number): number {
  return BREAKS[metric].filter((least) => value >= least).length;
}

export function colourOf(metric: Metric, value: number): string {
  return COLOURS[metric][classOf(metric, value)]!;
}

/** How many values fall in each class, lowest first. */
export function histogram(metric: Metric, values: readonly number[]): number[] {
  const counts = COLOURS[metric].map(() => 0);
  for (const value of values) counts[classOf(metric, value)]! += 1;
  return counts;
}
