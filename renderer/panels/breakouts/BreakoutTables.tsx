/** Ranges and breakouts: what stands now, what is past, and how often it went well. */
import type { Breakout, MarketStructure } from '../../../shared/model/structure';
import { formatPrice, plural, UNKNOWN } from '../../../shared/text/format';
import { breakoutWords, rangeWords, ratioWords, stateWords } from './breakoutWords';
import { type CurrentObject, currentObjects, pastBreakouts } from './currentObjects';
import { LoggedRow } from './LoggedRow';
import { Moment } from './Moment';

interface TableProps {
  readonly structure: MarketStructure;
  /** Of prices. */
  readonly decimals: number;
}

export function CurrentTable({ structure, decimals }: TableProps) {
  const current = currentObjects(structure);
  return (
    <table>
      <caption>Now</caption>
      <thead>
        <tr>
          <th scope="col">Interval</th>
          <th scope="col">State</th>
          <th scope="col">Prices</th>
          <th scope="col">Since</th>
        </tr>
      </thead>
      <tbody>
        {current.map((object) => (
          <CurrentRow key={keyOf(object)} object={object} structure={structure} decimals={decimals} />
        ))}
        {current.length === 0 && (
          <tr>
            <td colSpan={4} className="breakouts-words muted">
              No closed candles to look for ranges in yet.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function keyOf(object: CurrentObject): string {
  if (object.kind === 'none') return object.interval;
  return object.kind === 'range' ? object.range.id : object.breakout.id;
}

function CurrentRow({ object, structure, decimals }: TableProps & { readonly object: CurrentObject }) {
  const price = (value: number) => formatPrice(value, decimals);
  const { interval } = object;
  if (object.kind === 'none') {
    return (
      <tr>
        <th scope="row" className="breakouts-detail">
          {interval}
        </th>
        <td className="muted">Search</td>
        <td className="muted">no range</td>
        <td>{UNKNOWN}</td>
      </tr>
    );
  }
  if (object.kind === 'range') {
    const { range } = object;
    const sweeps = structure.sweeps.filter(({ rangeId }) => rangeId === range.id).length;
    const words = `${rangeWords(range, structure.nowMs)}${sweeps === 0 ? '' : ` · ${plural(sweeps, 'sweep')}`}`;
    return (
      <LoggedRow name={`the range on ${interval}`} head={interval} log={range.log} columns={4} words={words}>
        <td>Range</td>
        <td>
          {price(range.low)} – {price(range.high)}
        </td>
        <td>
          <Moment timeMs={range.fromMs} />
        </td>
      </LoggedRow>
    );
  }
  const { breakout } = object;
  return (
    <LoggedRow
      name={`the breakout on ${interval}`}
      head={interval}
      log={breakout.log}
      columns={4}
      words={breakoutWords(breakout, decimals)}
    >
      <td className={breakout.direction}>{stateWords(breakout)}</td>
      <td title="The edge that was broken, and the close that confirmed the break, or made it">
        {price(breakout.edge)} → {price(breakout.confirmedClose ?? breakout.breakClose)}
      </td>
      <td>
        <Moment timeMs={breakout.brokeAtMs} />
      </td>
    </LoggedRow>
  );
}

const PAST_COLUMNS = 7;

export function PastTable({ structure, decimals }: TableProps) {
  const past = pastBreakouts(structure);
  return (
    <table>
      <caption>Past breakouts</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">State</th>
          <th scope="col">Edge</th>
          <th scope="col" title="Of the bar that confirmed the break, or made it">
            Close
          </th>
          <th scope="col" title="Highest volume since the break over the median of its hour: spot / futures">
            Volume
          </th>
          <th scope="col" title="Farthest price beyond the edge">
            Extreme
          </th>
          <th scope="col" title="The edge plus the width of the range">
            Objective
          </th>
        </tr>
      </thead>
      <tbody>
        {past.map((breakout) => (
          <PastRow key={breakout.id} breakout={breakout} decimals={decimals} />
        ))}
        {past.length === 0 && (
          <tr>
            <td colSpan={PAST_COLUMNS} className="breakouts-words muted">
              None on the history that is loaded.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function PastRow({ breakout, decimals }: { readonly breakout: Breakout; readonly decimals: number }) {
  const price = (value: number) => formatPrice(value, decimals);
  const { interval, brokeAtMs, relativeVolumeSpot, relativeVolumePerp } = breakout;
  return (
    <LoggedRow
      name={`the past breakout on ${interval} at ${price(breakout.edge)}`}
      head={
        <>
          {interval} <Moment timeMs={brokeAtMs} />
        </>
      }
      log={breakout.log}
      columns={PAST_COLUMNS}
    >
      <td className={breakout.direction}>{stateWords(breakout)}</td>
      <td>{price(breakout.edge)}</td>
      <td>{price(breakout.confirmedClose ?? breakout.breakClose)}</td>
      <td>{ratioWords([relativeVolumeSpot, relativeVolumePerp])}</td>
      <td>{price(breakout.extreme)}</td>
      <td>{price(breakout.objective)}</td>
    </LoggedRow>
  );
}

export function RatesTable({ structure }: { readonly structure: MarketStructure }) {
  if (structure.baseRates.length === 0) return null;
  return (
    <table className="breakouts-rates">
      <caption>How often, on the loaded history</caption>
      <thead>
        <tr>
          <th scope="col">Interval</th>
          <th scope="col">Breaks</th>
          <th scope="col">Confirmed</th>
          <th scope="col">False</th>
          <th scope="col">Weak</th>
          <th
            scope="col"
            title="Of the confirmed whose next day is known: closed beyond the edge a day later"
          >
            Held after a day
          </th>
        </tr>
      </thead>
      <tbody>
        {structure.baseRates.map((rate) => (
          <tr key={rate.interval}>
            <th scope="row" className="breakouts-plain">
              {rate.interval}
            </th>
            <td>{rate.breaks}</td>
            <td>{rate.confirmed}</td>
            <td>{rate.falseBreaks}</td>
            <td>{rate.weak}</td>
            <td>{rate.knownAfterDay === 0 ? UNKNOWN : `${rate.heldAfterDay} of ${rate.knownAfterDay}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
