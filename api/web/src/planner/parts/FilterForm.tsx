// The form of all filters: one area, one operator, one type of lot, any of the closed words.

import { Choice } from '../../shared/parts/Choice.tsx';
import { DAY_CLASSES, LAND_USES, LOT_CLASSES, SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import { nameOf, t } from '../../shared/words/language.ts';
import { areas } from '../state/areas.ts';
import { filter, filters, toggled } from '../state/choices.ts';
import { say } from '../words.ts';

export function FilterForm() {
  const given = filters.value;
  const named = areas.value.filter((area) => area.level !== 'city');
  return (
    <div class="filter-form">
      <Choice
        label={say('filter_area')}
        value={given.area ?? ''}
        options={[['', say('filter_city')], ...named.map((area) => [area.areaCode, nameOf(area)] as const)]}
        onChange={(chosen) => filter({ area: chosen || null })}
      />
      <Choice
        label={say('filter_class')}
        value={given.lotClass ?? ''}
        options={[['', say('filter_any')], ...LOT_CLASSES.map((name) => [name, t(`class_${name}`)] as const)]}
        onChange={(chosen) => filter({ lotClass: chosen || null })}
      />
      <label class="field">
        <span>{say('filter_operator')}</span>
        <input
          name="operator"
          autocomplete="off"
          maxLength={64}
          value={given.operator ?? ''}
          onChange={(event) => filter({ operator: event.currentTarget.value.trim() || null })}
        />
      </label>
      <Ticks
        title={say('filter_days')}
        words={DAY_CLASSES}
        chosen={given.dayClasses}
        nameOfWord={(word) => t(`days_${word}`)}
        onChange={(dayClasses) => filter({ dayClasses })}
      />
      <Ticks
        title={say('filter_space')}
        words={SPACE_CLASSES}
        chosen={given.spaceClasses}
        nameOfWord={(word) => t(`space_${word}`)}
        onChange={(spaceClasses) => filter({ spaceClasses })}
      />
      <Ticks
        title={say('filter_use')}
        words={LAND_USES}
        chosen={given.landUses}
        nameOfWord={(word) => say(`use_${word}`)}
        onChange={(landUses) => filter({ landUses })}
      />
    </div>
  );
}

interface TicksProps<Word extends string> {
  title: string;
  words: readonly Word[];
  chosen: Word[];
  nameOfWord(word: Word): string;
  onChange(chosen: Word[]): void;
}

/** Any of some words; none of them is all of them. */
function Ticks<Word extends string>({ title, words, chosen, nameOfWord, onChange }: TicksProps<Word>) {
  return (
    <fieldset class="ticks">
      <legend>{title}</legend>
      {words.map((word) => (
        <label key={word} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(word)}
            onChange={() => onChange(toggled(chosen, word))}
          />
          <span>{nameOfWord(word)}</span>
        </label>
      ))}
    </fieldset>
  );
}
