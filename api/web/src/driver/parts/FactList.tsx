// A lot's fixed facts as a list of terms: hours, price, height, type, address, operator.

import type { ComponentChildren } from 'preact';
import type { LotDetails } from '../../shared/wire/lot-details.ts';
import type { Step, Tariff, TariffPeriod } from '../../shared/wire/tariff.ts';
import { priceText, stayText } from '../../shared/words/figures.ts';
import { language, nameOf, t } from '../../shared/words/language.ts';
import { zh, type WordKey } from '../../shared/words/zh.ts';

const SEPARATOR = ' · ';

export function FactList({ facts }: { facts: LotDetails }) {
  const hours = facts.openingHours === '24/7' ? t('open_all_day') : facts.openingHours;
  return (
    <dl class="facts">
      <Fact term={t('opening_hours')}>{hours}</Fact>
      <Fact term={t('tariff')}>
        {facts.tariff ? <TariffLines tariff={facts.tariff} /> : t('tariff_unknown')}
      </Fact>
      <Fact term={t('height_limit')}>{facts.maxHeightM !== null && `${facts.maxHeightM} m`}</Fact>
      <Fact term={t('lot_class')}>{facts.lotClass && t(`class_${facts.lotClass}`)}</Fact>
      <Fact term={t('structure')}>{facts.structure && t(`structure_${facts.structure}`)}</Fact>
      <Fact term={t('address')}>{facts.address}</Fact>
      <Fact term={t('operator')}>{facts.operator && nameOf(facts.operator)}</Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  if (children === null || children === false) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TariffLines({ tariff }: { tariff: Tariff }) {
  if (tariff.free) return <>{t('price_free')}</>;
  return (
    <ul class="tariff">
      {tariff.freeMin !== null && tariff.freeMin > 0 && (
        <li>{t('tariff_free_min', { n: tariff.freeMin })}</li>
      )}
      {tariff.visitFen ? <li>{t('tariff_visit', { price: priceText(tariff.visitFen) })}</li> : null}
      {tariff.periods.map((period, at) => (
        <li key={at}>
          <span class="faint">{periodText(period)}</span> {period.steps.map(stepText).join(SEPARATOR)}
          {period.capFen !== null && `${SEPARATOR}${t('tariff_cap', { price: priceText(period.capFen) })}`}
        </li>
      ))}
      {tariff.dayCapFen !== null && (
        <li>{t('tariff_day_cap', { price: priceText(tariff.dayCapFen) })}</li>
      )}
    </ul>
  );
}

function periodText({ days, from, to }: TariffPeriod): string {
  const words = days.map(dayText).join(language.value === 'zh' ? '、' : ', ');
  const allDay = from === null || to === null || (from === '00:00' && to === '24:00');
  return allDay ? words : `${words} ${from}–${to}`;
}

function dayText(day: string): string {
  const key = `days_${day}`;
  return key in zh ? t(key as WordKey) : day;
}

function stepText({ fen, perMin, upToMin }: Step): string {
  const price = priceText(fen);
  if (perMin === null) return t('tariff_visit', { price });
  const per = perMin === 60 ? t('an_hour') : stayText(perMin);
  if (upToMin === null) return t('tariff_step', { per, price });
  return t('tariff_step_until', { until: stayText(upToMin), per, price });
}
