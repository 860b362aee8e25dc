/** An engine that answers at once and pushes what a test tells it to, and messages to break it with. */
import fc from 'fast-check';
import { vi } from 'vitest';
import { fail, ok, type Result } from '../model/result';
import type { TopicRequest } from './api';
import type { CallHandlers, Outlet, Subscriber } from './serveEngine';
import { defaultSettings, type Settings } from './values';

export class FakeEngine {
  readonly faults: unknown[] = [];
  readonly outlets: Outlet[] = [];
  readonly requests: TopicRequest[] = [];
  stopped = 0;
  acknowledgements = 0;
  waiting = 0;

  readonly calls: CallHandlers = {
    describeSession: () => ok({ title: '', instruments: [], venues: [] }),
    listSessions: () => ok([]),
    openSession: async ({ id }) => ok({ session: `opened ${id}`, isNew: true }),
    closeSession: ({ session }) =>
      fail('unknown-session', `There is no session "${session}".`, 'Open it first.', true),
    control: () => ok(null),
    loadOlder: () => ok({ candles: 0, end: 'venue' }),
    renameSession: () => ok(null),
    labelSession: () => ok(null),
    writeBrief: () => ok({ text: '', asOfMs: 0 }),
    exportSession: () => ok(null),
    cancelExport: () => ok(null),
    moveLibrary: () => ok(null),
    cancelMove: () => ok(null),
    deleteSession: () => ok(null),
    restoreSession: () => ok(null),
    addBookmark: () => fail('not-supported', 'There are no bookmarks here.'),
    editBookmark: () => fail('not-supported', 'There are no bookmarks here.'),
    deleteBookmark: () => ok(null),
    restoreBookmark: () => ok(null),
    surveyImport: () => ok({ job: 'job' }),
    startImport: () => ok(null),
    cancelImport: () => ok(null),
    downloadHistory: () => ok({ job: 'job' }),
    listVenues: () => ok([]),
    listScenarios: () => ok([]),
    restartFeed: () => ok(null),
    startRecording: () => {
      throw new Error('secret detail');
    },
    stopRecording: () => {
      this.waiting++;
      return new Promise(() => {});
    },
    getSettings: () => ok(defaultSettings),
    patchSettings: (patch) => ok({ ...defaultSettings, ...patch } as Settings),
    setVisible: () => ok(null),
  };

  subscribe(request: TopicRequest, outlet: Outlet): Result<Subscriber> {
    this.requests.push(request);
    this.outlets.push(outlet);
    return ok({
      acknowledged: () => {
        this.acknowledgements++;
      },
      stop: () => {
        this.stopped++;
      },
    });
  }

  async outlet(index: number): Promise<Outlet> {
    return soon(() => this.outlets[index] ?? notThere());
  }
}

const MESSAGE_KINDS = 4;

/** Whole messages cut short or with flipped bits, and plain noise. */
export function damagedMessage(
  whole: readonly Uint8Array<ArrayBuffer>[],
): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const one = fc.constantFrom(...whole);
  const cut = fc.tuple(one, fc.nat()).map(([bytes, at]) => bytes.slice(0, at % bytes.byteLength));
  const flipped = fc.tuple(one, fc.array(fc.nat(), { minLength: 1, maxLength: 8 })).map(([bytes, bits]) => {
    const copy = bytes.slice();
    for (const bit of bits) {
      const at = (bit >> 3) % copy.byteLength;
      copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
    }
    return copy;
  });
  const noise = fc
    .tuple(fc.nat({ max: MESSAGE_KINDS }), fc.uint8Array({ maxLength: 100 }))
    .map(([kind, rest]) => Uint8Array.of(kind, ...rest));
  return fc.oneof(cut, flipped, noise);
}

/** Waits for what arrives through the link under test. */
export function soon<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { interval: 2, timeout: 5000 });
}

export function notThere(): never {
  throw new Error('not there yet');
}
