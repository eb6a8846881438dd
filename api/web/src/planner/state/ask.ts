// Asks the platform as a planner.

import { askingWith } from '../../shared/key/ask.ts';
import { plannerKeys } from './key.ts';

export const asPlanner = askingWith(plannerKeys);
export const { get, getJson } = asPlanner;
