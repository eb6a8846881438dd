// The page's frame: without a key a form for one, with a key the workbench.

import { plannerKey } from '../state/key.ts';
import { say } from '../words.ts';
import { CurveChart } from './CurveChart.tsx';
import { Exports } from './Exports.tsx';
import { FigureStrip } from './FigureStrip.tsx';
import { FilterBar } from './FilterBar.tsx';
import { KeyForm } from './KeyForm.tsx';
import { MapPane } from './MapPane.tsx';
import { Tables } from './Tables.tsx';
import { TopBar } from './TopBar.tsx';

export function App() {
  const isIn = plannerKey.value !== null;
  return (
    <div class="page" data-in={isIn}>
      {isIn && <a class="skip" href="#figures">{say('skip')}</a>}
      <header class="top">
        <TopBar />
        {isIn && <FilterBar />}
      </header>
      {isIn ? <Workbench /> : <KeyForm />}
    </div>
  );
}

function Workbench() {
  return (
    <main class="bench">
      <MapPane />
      <div class="panel" id="figures" tabIndex={-1}>
        <FigureStrip />
        <CurveChart />
        <Tables />
        <Exports />
      </div>
    </main>
  );
}
