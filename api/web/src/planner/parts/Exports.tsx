// Files of what is shown, in four formats.

import { EXPORTS, exporting, formatsOf, hasFailed, questionOf, save } from '../state/exports.ts';
import { say } from '../words.ts';

export function Exports() {
  return (
    <section aria-labelledby="exports-title">
      <h2 id="exports-title"><span>{say('exports')}</span></h2>
      <div class="exports">
        {EXPORTS.map((what) => (
          <div key={what} role="group" aria-label={say('export_what', { what: say(`export_${what}`) })}>
            <span>{say(`export_${what}`)}</span>
            {formatsOf(what).map((format) => (
              <button
                key={format}
                type="button"
                class="chip"
                disabled={exporting.value !== null || questionOf(what) === null}
                onClick={() => void save(what, format)}
              >
                {format === 'parquet' ? 'Parquet' : format === 'geojson' ? 'GeoJSON' : format.toUpperCase()}
              </button>
            ))}
          </div>
        ))}
      </div>
      <p role="status" class="faint">
        {exporting.value !== null ? say('export_asking') : hasFailed.value ? say('export_failed') : ''}
      </p>
    </section>
  );
}
