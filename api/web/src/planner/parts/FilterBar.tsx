// Which spaces and when: the filters in force as chips that go at a click, and the form behind them.

import { signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { nameOf, t } from '../../shared/words/language.ts';
import { findArea } from '../state/areas.ts';
import { type Filters, NO_FILTERS, filter, filters, toggled } from '../state/choices.ts';
import { say } from '../words.ts';
import { FilterForm } from './FilterForm.tsx';
import { PeriodChoice } from './PeriodChoice.tsx';

interface Chip {
  name: string;
  without: Partial<Filters>;
}

const isOpen = signal(false);

export function FilterBar() {
  const chips = chipsOf(filters.value);
  return (
    <div class="filters">
      <div class="filter-row">
        <PeriodChoice />
        <button
          type="button"
          class="chip"
          aria-expanded={isOpen.value}
          aria-controls="filter-form"
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          <Icon name="filter" />
          {say('filters')}
        </button>
        <ul class="chips">
          {chips.map(({ name, without }) => (
            <li key={`${Object.keys(without).join()} ${name}`}>
              <button
                type="button"
                class="chip"
                aria-label={say('filter_remove', { name })}
                onClick={() => filter(without)}
              >
                {name}
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
        {chips.length > 1 && (
          <button type="button" class="quiet" onClick={() => (filters.value = NO_FILTERS)}>
            {say('filter_reset')}
          </button>
        )}
      </div>
      <div id="filter-form" hidden={!isOpen.value}>{isOpen.value && <FilterForm />}</div>
    </div>
  );
}

function chipsOf(given: Filters): Chip[] {
  const area = findArea(given.area);
  return [
    ...(given.area === null ? [] : [{ name: area ? nameOf(area) : given.area, without: { area: null } }]),
    ...(given.operator === null ? [] : [{ name: given.operator, without: { operator: null } }]),
    ...(given.lotClass === null
      ? []
      : [{ name: t(`class_${given.lotClass}`), without: { lotClass: null } }]),
    ...given.spaceClasses.map((word) => ({
      name: t(`space_${word}`), without: { spaceClasses: toggled(given.spaceClasses, word) },
    })),
    ...given.landUses.map((word) => ({
      name: say(`use_${word}`), without: { landUses: toggled(given.landUses, word) },
    })),
    ...given.dayClasses.map((word) => ({
      name: t(`days_${word}`), without: { dayClasses: toggled(given.dayClasses, word) },
    })),
  ];
}
