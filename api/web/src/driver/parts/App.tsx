// The page's frame: what is said on top, the panel with list or details, the map beside or behind.

import { signal } from '@preact/signals';
import { t } from '../../shared/words/language.ts';
import { Icon } from '../../shared/icons.tsx';
import { selectedId } from '../state/choices.ts';
import { FilterBar } from './FilterBar.tsx';
import { LotDetail } from './LotDetail.tsx';
import { LotList } from './LotList.tsx';
import { MapPane } from './MapPane.tsx';
import { Notices } from './Notices.tsx';
import { SearchBox } from './SearchBox.tsx';
import { TopBar } from './TopBar.tsx';

/** On a phone the panel is a sheet over the map: half of the screen, or nearly all of it. */
const sheetOpen = signal(false);

export function App() {
  const open = selectedId.value !== null;
  return (
    <div class="page" data-sheet={sheetOpen.value ? 'tall' : 'half'}>
      <a class="skip" href="#lots">{t('skip_to_list')}</a>
      <header class="top">
        <TopBar />
        <SearchBox />
      </header>
      <main class="panel" id="lots" tabIndex={-1}>
        <SheetHandle />
        <div class="panel-scroll">
          <Notices />
          {open ? <LotDetail lotId={selectedId.value ?? ''} /> : <ListPane />}
        </div>
      </main>
      <MapPane />
    </div>
  );
}

function ListPane() {
  return (
    <>
      <FilterBar />
      <LotList />
    </>
  );
}

function SheetHandle() {
  const tall = sheetOpen.value;
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-expanded={tall}
      aria-controls="lots"
      onClick={() => (sheetOpen.value = !tall)}
    >
      <Icon name="up" />
      <span class="unseen">{t(tall ? 'sheet_less' : 'sheet_more')}</span>
    </button>
  );
}
