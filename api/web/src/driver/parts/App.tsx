// The page's frame: what is said on top, the panel with list or details, the map beside or behind.

import { t } from '../../shared/words/language.ts';
import { Icon } from '../../shared/icons.tsx';
import { bookingsShown } from '../state/bookings.ts';
import { selectedId, sheetTall } from '../state/choices.ts';
import { BookingsPane } from './BookingsPane.tsx';
import { FilterBar } from './FilterBar.tsx';
import { LotDetail } from './LotDetail.tsx';
import { LotList } from './LotList.tsx';
import { MapPane } from './MapPane.tsx';
import { Notices } from './Notices.tsx';
import { SearchBox } from './SearchBox.tsx';
import { TopBar } from './TopBar.tsx';

export function App() {
  return (
    <div class="page" data-sheet={sheetTall.value ? 'tall' : 'half'}>
      <a class="skip" href="#lots">{t('skip_to_list')}</a>
      <header class="top">
        <TopBar />
        <SearchBox />
      </header>
      <main class="panel" id="lots" tabIndex={-1}>
        <SheetHandle />
        <div class="panel-scroll">
          <Notices />
          <Pane />
        </div>
      </main>
      <MapPane />
    </div>
  );
}

function Pane() {
  if (bookingsShown.value) return <BookingsPane />;
  const lotId = selectedId.value;
  return lotId === null ? <ListPane /> : <LotDetail lotId={lotId} />;
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
  const tall = sheetTall.value;
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-expanded={tall}
      aria-controls="lots"
      onClick={() => (sheetTall.value = !tall)}
    >
      <Icon name="up" />
      <span class="unseen">{t(tall ? 'sheet_less' : 'sheet_more')}</span>
    </button>
  );
}
