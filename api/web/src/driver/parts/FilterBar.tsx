// Order, length of stay, and the wishes a lot has to meet.

import { signal } from '@preact/signals';
import { Icon } from '../../shared/icons.tsx';
import { Choice } from '../../shared/parts/Choice.tsx';
import { LOT_CLASSES, SPACE_CLASSES } from '../../shared/wire/vocabulary.ts';
import { distanceText, stayText } from '../../shared/words/figures.ts';
import { t } from '../../shared/words/language.ts';
import {
  RADII_M, STAYS_MIN, destination, radiusM, sort, stayMin, wish, wishes, wishesInForce,
} from '../state/choices.ts';
import { NO_WISHES, SORTS } from '../state/rank.ts';

const open = signal(false);

export function FilterBar() {
  const count = wishesInForce(wishes.value);
  return (
    <div class="filters">
      <div class="filter-row">
        <Choice
          label={t('sort')}
          value={sort.value}
          options={SORTS.map((name) => [name, t(`sort_${name}`)])}
          onChange={(chosen) => (sort.value = chosen)}
        />
        <Choice
          label={t('filter_stay')}
          value={String(stayMin.value)}
          options={STAYS_MIN.map((minutes) => [String(minutes), stayText(minutes)])}
          onChange={(chosen) => (stayMin.value = Number(chosen))}
        />
        <button
          type="button"
          class="chip"
          aria-expanded={open.value}
          aria-controls="wishes"
          onClick={() => (open.value = !open.value)}
        >
          <Icon name="filter" />
          {count === 0 ? t('filters') : t('filters_active', { n: count })}
        </button>
      </div>
      <div id="wishes" hidden={!open.value}>
        {open.value && <WishesForm />}
      </div>
    </div>
  );
}

function WishesForm() {
  const given = wishes.value;
  return (
    <fieldset class="wishes">
      <legend class="unseen">{t('filters')}</legend>
      <Choice
        label={t('filter_space_class')}
        value={given.spaceClass ?? ''}
        options={[['', t('filter_any')], ...SPACE_CLASSES.map((name) => [name, t(`space_${name}`)] as const)]}
        onChange={(chosen) => wish({ spaceClass: chosen === '' ? null : chosen })}
      />
      <Choice
        label={t('filter_lot_class')}
        value={given.lotClass ?? ''}
        options={[['', t('filter_any')], ...LOT_CLASSES.map((name) => [name, t(`class_${name}`)] as const)]}
        onChange={(chosen) => wish({ lotClass: chosen === '' ? null : chosen })}
      />
      <NumberWish
        label={t('filter_min_free')}
        step={1}
        value={given.minFree || null}
        onChange={(minFree) => wish({ minFree: minFree ?? 0 })}
      />
      <NumberWish
        label={t('filter_height')}
        step={0.1}
        value={given.vehicleHeightM}
        onChange={(vehicleHeightM) => wish({ vehicleHeightM })}
      />
      {destination.value && (
        <Choice
          label={t('filter_radius')}
          value={String(radiusM.value)}
          options={RADII_M.map((metres) => [String(metres), distanceText(metres)])}
          onChange={(chosen) => (radiusM.value = Number(chosen))}
        />
      )}
      <Tick
        label={t('filter_show_closed')}
        on={given.showClosed}
        onChange={(showClosed) => wish({ showClosed })}
      />
      <Tick
        label={t('filter_show_unknown')}
        on={given.showUnknown}
        onChange={(showUnknown) => wish({ showUnknown })}
      />
      <button type="button" class="quiet" onClick={() => (wishes.value = NO_WISHES)}>
        {t('filter_reset')}
      </button>
    </fieldset>
  );
}

interface NumberWishProps {
  label: string;
  step: number;
  value: number | null;
  onChange(value: number | null): void;
}

function NumberWish({ label, step, value, onChange }: NumberWishProps) {
  const read = (text: string) => {
    const number = Number(text);
    onChange(text === '' || !Number.isFinite(number) || number <= 0 ? null : number);
  };
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={0}
        step={step}
        inputMode="decimal"
        value={value ?? ''}
        onChange={(event) => read(event.currentTarget.value)}
      />
    </label>
  );
}

function Tick(props: { label: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}
