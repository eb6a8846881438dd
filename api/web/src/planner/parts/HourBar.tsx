// The last week of the period, hour by hour: a slider and playback. The whole period is one click.

import { cityMomentText } from '../../shared/words/figures.ts';
import { Icon } from '../../shared/icons.tsx';
import { hourMs } from '../state/choices.ts';
import { playable, shownHour } from '../state/figures.ts';
import { isPlaying, play } from '../state/playing.ts';
import { say } from '../words.ts';

export function HourBar() {
  const hours = playable.value;
  if (hours.length === 0) return null;
  const at = hourMs.value === null ? -1 : hours.indexOf(hourMs.value);
  const shown = shownHour.value;
  const words = shown ? say('hour_shown', { from: cityMomentText(shown) }) : say('whole_time');
  const slide = (to: number) => {
    isPlaying.value = false;
    hourMs.value = hours[to] ?? null;
  };
  return (
    <div class="hour-bar">
      <button
        type="button"
        class="quiet"
        aria-label={say(isPlaying.value ? 'pause' : 'play')}
        onClick={() => (isPlaying.value ? (isPlaying.value = false) : play())}
      >
        <Icon name={isPlaying.value ? 'pause' : 'play'} />
      </button>
      <input
        type="range"
        min={0}
        max={hours.length - 1}
        value={at < 0 ? hours.length - 1 : at}
        aria-label={say('hour')}
        aria-valuetext={words}
        data-whole={at < 0}
        onInput={(event) => slide(Number(event.currentTarget.value))}
      />
      <output>{words}</output>
      {hourMs.value !== null && (
        <button type="button" class="chip" onClick={() => slide(-1)}>{say('whole_time')}</button>
      )}
    </div>
  );
}
