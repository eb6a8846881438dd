// The planner's key.

import { keyStore } from '../../shared/key/key-store.ts';

export const plannerKeys = keyStore('onelot.planner');
export const { key: plannerKey, drop: dropKey } = plannerKeys;
