/** Sums up events while they are recorded, and buffers the rows of the index of each stretch once it is over. */
import type { MarketEvent } from '../../../../shared/model/events';
import { STRETCH_SEQS, STRETCH_TABLE } from '../../../../shared/session/stretchTable';
import { StatisticsFold, type StreamStatistics } from '../streamStatistics';
import { TableAppender } from './tableAppender';

export class StretchAppender {
  /** Rows come here after the last of their events, so no transaction holds them without those. */
  readonly rows = new TableAppender<StreamStatistics>(STRETCH_TABLE, [
    ({ firstSeq }) => firstSeq,
    ({ lastSeq }) => lastSeq,
    ({ kind }) => kind,
    ({ instrument }) => instrument,
    ({ rows }) => rows,
    ({ firstTimeMs }) => firstTimeMs,
    ({ lastTimeMs }) => lastTimeMs,
    ({ firstHeardTimeMs }) => firstHeardTimeMs,
    ({ firstLiveTimeMs }) => firstLiveTimeMs,
  ]);
  #fold = new StatisticsFold();
  /** The first number behind the present stretch. */
  #endSeq = 0;

  /** Takes every event that is buffered, in `seq` order. The stretch of the last ones stays open. */
  add(event: MarketEvent): void {
    if (event.seq >= this.#endSeq) {
      for (const part of this.#fold.result()) this.rows.append(part);
      this.#fold = new StatisticsFold();
      this.#endSeq = (Math.floor(event.seq / STRETCH_SEQS) + 1) * STRETCH_SEQS;
    }
    this.#fold.add(event);
  }
}
