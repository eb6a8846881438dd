// The field's closed words as the API writes them. No rules and no translations.

export const SPACE_CLASSES = [
  'general', 'charging', 'accessible', 'shared', 'reserved', 'monthly', 'loading', 'motorcycle',
] as const;
export const LOT_CLASSES = [
  'public_offstreet', 'attached', 'onstreet', 'temporary', 'dedicated',
] as const;
export const STRUCTURES = [
  'surface', 'underground', 'ramp_garage', 'mechanical', 'onstreet',
] as const;
export const LAND_USES = [
  'residential', 'office', 'government', 'hospital', 'school', 'mall', 'transport_hub', 'scenic',
  'venue', 'park_and_ride', 'restaurant', 'industrial', 'other',
] as const;
export const DAY_CLASSES = ['workday', 'weekend', 'holiday'] as const;
export const STATES = ['open', 'full', 'closed', 'unknown'] as const;
export const FRESHNESSES = ['live', 'aging', 'stale', 'unknown'] as const;
export const TRENDS = ['filling', 'steady', 'emptying', 'unknown'] as const;
export const KINDS = ['measured', 'derived', 'expected', 'declared', 'unknown'] as const;
export const FLAGS = [
  'suspect', 'frozen', 'inverted', 'drifting', 'flapping', 'offline', 'backfilling', 'aggregate',
] as const;

export type SpaceClass = (typeof SPACE_CLASSES)[number];
export type LotClass = (typeof LOT_CLASSES)[number];
export type LandUse = (typeof LAND_USES)[number];
export type DayClass = (typeof DAY_CLASSES)[number];
export type Structure = (typeof STRUCTURES)[number];
export type LotState = (typeof STATES)[number];
export type Freshness = (typeof FRESHNESSES)[number];
export type Trend = (typeof TRENDS)[number];
export type ValueKind = (typeof KINDS)[number];
export type Flag = (typeof FLAGS)[number];
