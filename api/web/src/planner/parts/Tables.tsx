// The two tables under the figures: districts, ranked, and the cells of the map.

import { signal } from '@preact/signals';
import { say } from '../words.ts';
import { CellTable } from './CellTable.tsx';
import { DistrictTable } from './DistrictTable.tsx';

const TABS = ['districts', 'cells_table'] as const;
const shown = signal<(typeof TABS)[number]>('districts');

export function Tables() {
  return (
    <section aria-labelledby="tables-title">
      <h2 id="tables-title" class="unseen">{say('tables')}</h2>
      <div class="tabs" role="tablist" aria-labelledby="tables-title" onKeyDown={turn}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={shown.value === tab}
            aria-controls="table-pane"
            tabIndex={shown.value === tab ? 0 : -1}
            onClick={() => (shown.value = tab)}
          >
            {say(tab)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="table-pane" aria-labelledby={`tab-${shown.value}`}>
        {shown.value === 'districts' ? <DistrictTable /> : <CellTable />}
      </div>
    </section>
  );
}

function turn(event: KeyboardEvent): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  shown.value = shown.value === 'districts' ? 'cells_table' : 'districts';
  document.getElementById(`tab-${shown.value}`)?.focus();
}
