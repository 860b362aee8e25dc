/**
 * Replays a recorded session through a market model.
 *
 * One runner does one thing at a time: it works off moves (seeks and steps), then plays or rests. A command
 * only says what is wanted next and ends what is going on; `close` cannot be overridden.
 *
 * Invariants:
 * - Every event is applied to the model, in `seq` order, at any speed; nothing is skipped but drawing.
 * - A frame is never sent before all listeners gave their credit for the one before.
 * - Frames of one epoch join without a hole; whatever breaks the line starts a new epoch.
 * - While a move has the model half-way, the state is `seeking` and the market time that of where it leads.
 */
import type { MarketEvent } from '../model/events';
import { fail, ok, type Result, sentenceOf } from '../model/result';
import { checkCommand } from './checkCommand';
import type { Clock } from './clock';
import { EventCursor, unlessAborted } from './eventCursor';
import { FrameListeners } from './frameListeners';
import type { Loop } from './loop';
import type { PlayerCapability, PlayerCommand, PlayerFrame, PlayerState, SessionPlayer } from './player';
import { ReplayFold, type ReplayModel, sleep } from './replayFold';
import type { Move } from './replayMove';
import { type MoveTarget, moveTarget, nowhereSentence, seekTarget, startTarget } from './replayTargets';
import type { RecordedSource } from './source';
import type { Surroundings } from './targets/untilKind';

const TICK_MS = 16;
/** Real time that one tick may make up for; a stall beyond it slows the replay down instead of bursting. */
const LONGEST_TICK_MS = 300;
const MAX_FRAME_EVENTS = 4_000;
/** A forward move of more events than this is a jump for the listeners. */
const MAX_MOVE_EVENTS = 20_000;

export interface ReplayPlayerOptions {
  readonly id: string;
  /** Open; the player closes it. */
  readonly source: RecordedSource;
  /** Empty, over the instruments and venues of the source; the player alone applies events to it. */
  readonly model: ReplayModel;
  readonly clock: Clock;
  /** Moments the user marked, exchange time, in any order; asked when they are looked for. */
  readonly marks?: () => readonly number[];
}

type Intent = 'rest' | 'play' | 'playToEnd';

export class ReplayPlayer implements SessionPlayer {
  readonly kind = 'replay';
  readonly capabilities: ReadonlySet<PlayerCapability> = new Set(['play', 'seek', 'speed', 'step'] as const);
  readonly id: string;
  readonly title: string;
  readonly #source: RecordedSource;
  readonly #model: ReplayModel;
  readonly #clock: Clock;
  readonly #fold: ReplayFold;
  readonly #marks: () => readonly number[];
  readonly #listeners = new FrameListeners();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #closed: Promise<void> | null = null;
  #state: PlayerState = 'opening';
  #epoch = 1;
  #speed = 1;
  #loop: Loop | null = null;
  #failure: string | null = null;
  /** Market time of the pacing: runs on through silence, never behind the model. */
  #positionMs: number;
  /** Market time that the move going on leads to; undefined while the model stands for itself. */
  #headingMs: number | null | undefined;
  #moves: Move[] = [];
  #intent: Intent = 'rest';
  #activity = new AbortController();
  /** What is going on now; for commands that end it only if it is something else. */
  #doing: Intent | 'move' = 'rest';
  /** Applied, not yet sent. */
  #unsent: MarketEvent[] = [];
  #lineBroken = false;
  #changed = true;
  #wake: () => void = () => {};

  constructor({ id, source, model, clock, marks = () => [] }: ReplayPlayerOptions) {
    this.id = id;
    this.title = source.info.title;
    this.#source = source;
    this.#model = model;
    this.#clock = clock;
    this.#marks = marks;
    this.#fold = new ReplayFold(source, model, clock);
    this.#positionMs = source.info.range.fromMs;
    this.#running = this.#run();
  }

  status(): Omit<PlayerFrame, 'events'> {
    return {
      epoch: this.#epoch,
      state: this.#state,
      nowMs: this.#headingMs === undefined ? this.#model.nowMs : this.#headingMs,
      seq: this.#fold.seq,
      range: this.#source.info.range,
      speed: this.#speed,
      loop: this.#loop,
      failure: this.#failure,
    };
  }

  attach(listener: (frame: PlayerFrame) => void | Promise<void>): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Seeks and steps resolve when they are done, `cancelled` when a later seek or the closing took their place;
   * everything else resolves at once.
   */
  async control(command: PlayerCommand): Promise<Result<void>> {
    if (this.#closed !== null) return this.#refuseClosed();
    const checked = checkCommand(command);
    if (!checked.ok) return checked;
    switch (command.type) {
      case 'play':
        if (this.#fold.atEnd && this.#moves.length === 0 && this.#doing !== 'move') this.#restart();
        return this.#want('play');
      case 'playToEnd':
        return this.#want('playToEnd');
      case 'pause':
        return this.#want('rest');
      case 'speed':
        this.#speed = command.speed;
        return this.#tellChange();
      case 'loop':
        this.#loop = command.loop;
        return this.#tellChange();
      default: {
        const isStep = command.type === 'step';
        if (command.type !== 'seek') this.#want('rest');
        if (!isStep) this.#giveUpMoves();
        const nowhere = nowhereSentence(command, this.title);
        return this.#move(!isStep, () => moveTarget(command, this.#surroundings()), nowhere);
      }
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    this.#giveUpMoves();
    this.#activity.abort();
    this.#wake();
    await this.#running;
    this.#state = 'closed';
    // Nobody's credit is waited for any more; a listener that fails now has nobody left to tell.
    void this.#emit().catch(() => {});
    this.#listeners.clear();
    await this.#source.close();
  }

  async #run(): Promise<void> {
    // Whoever opened the session gets to attach before the first frame.
    await sleep(this.#clock, 0, this.#closing.signal);
    this.#model.reset();
    if (this.#source.info.seedSeq !== null) void this.#move(false, async () => startTarget(this.#source));
    while (!this.#closing.signal.aborted) {
      try {
        await this.#next();
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        this.#intent = 'rest';
        this.#failure = `"${this.title}" cannot be replayed further: ${sentenceOf(error)}`;
        this.#changed = true;
      }
    }
  }

  /** One thing: a move, playing until something else is wanted, or resting until then. */
  async #next(): Promise<void> {
    const move = this.#moves.shift();
    this.#activity = new AbortController();
    // One given up half-way is still where the one after it seems to come from.
    if (move === undefined) this.#headingMs = undefined;
    if (move !== undefined) {
      this.#doing = 'move';
      await this.#doMove(move, this.#activity.signal);
    } else if (this.#intent !== 'rest' && !this.#fold.atEnd) {
      this.#doing = this.#intent;
      await this.#play(this.#intent, this.#activity.signal);
    } else {
      this.#intent = 'rest';
      this.#doing = 'rest';
      await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    this.#show(this.#failure !== null ? 'failed' : this.#fold.atEnd ? 'ended' : 'ready');
    if (this.#changed) return this.#emit();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #doMove(move: Move, signal: AbortSignal): Promise<void> {
    let result = this.#superseded();
    try {
      this.#show('seeking');
      if (move.isSeek && this.#changed) await this.#emit();
      const target = await unlessAborted(move.target(), signal);
      if (target === null) {
        result = fail('nothing-found', move.nowhere);
        return;
      }
      this.#headingMs = target.positionMs ?? this.status().nowMs;
      await this.#fold.moveTo(target.seq, signal, {
        onJump: () => this.#breakLine(),
        onApplied: (event) => this.#note(event),
      });
      this.#headingMs = undefined;
      this.#positionMs = target.positionMs ?? this.#model.nowMs ?? this.#source.info.range.fromMs;
      this.#changed = true;
      if (this.#lineBroken) this.#startEpoch();
      if (this.#moves.length === 0 && this.#intent === 'rest') {
        this.#show(this.#fold.atEnd ? 'ended' : 'ready');
        await this.#emit();
      }
      result = ok(undefined);
    } catch (error) {
      if (this.#lineBroken) this.#positionMs = this.#model.nowMs ?? this.#source.info.range.fromMs;
      if (signal.aborted) return;
      result = fail('session-damaged', `"${this.title}" cannot be read there: ${sentenceOf(error)}`);
      throw error;
    } finally {
      if (this.#lineBroken) this.#startEpoch();
      move.done(result);
    }
  }

  async #play(mode: 'play' | 'playToEnd', signal: AbortSignal): Promise<void> {
    this.#show('playing');
    const cursor = new EventCursor(this.#source, this.#fold.seq, this.#source.info.lastSeq, signal);
    try {
      if (this.#changed) await this.#emit();
      let lastMs = this.#clock.monotonicMs();
      let isMore = true;
      while (isMore && !signal.aborted) {
        let untilMs = Number.POSITIVE_INFINITY;
        const loop = mode === 'play' ? this.#playedLoop() : null;
        if (loop !== null && this.#positionMs >= loop.toMs) return this.#loopBack(loop);
        if (mode === 'play') {
          await sleep(this.#clock, TICK_MS, signal);
          if (signal.aborted) return;
          const nowMs = this.#clock.monotonicMs();
          this.#positionMs += Math.min(nowMs - lastMs, LONGEST_TICK_MS) * this.#speed;
          lastMs = nowMs;
          untilMs = Math.min(this.#positionMs, loop?.toMs ?? Number.POSITIVE_INFINITY);
        }
        isMore = await this.#applyUntil(untilMs, cursor, signal);
        // Silence at the end of a loop is not waited for.
        if (!isMore && loop !== null) return this.#loopBack(loop);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      cursor.close();
      this.#positionMs = Math.max(this.#positionMs, this.#model.nowMs ?? 0);
    }
  }

  /** Applies and sends all events up to a market time; keeps the first later one. False at the end. */
  async #applyUntil(untilMs: number, cursor: EventCursor, signal: AbortSignal): Promise<boolean> {
    let isMore = true;
    while (!signal.aborted) {
      const event = cursor.peek();
      if (event === undefined) {
        isMore = await cursor.load();
        if (!isMore) break;
        continue;
      }
      // A late event does not wait: market time has passed it already.
      if (event.exchangeTimeMs > untilMs && event.exchangeTimeMs > (this.#model.nowMs ?? 0)) break;
      this.#model.apply(event);
      cursor.take();
      this.#unsent.push(event);
      if (this.#unsent.length < MAX_FRAME_EVENTS) continue;
      await this.#emit();
      await sleep(this.#clock, 0, signal);
    }
    if (!isMore && !this.#fold.atEnd) throw new Error(`events are missing after number ${this.#fold.seq}`);
    // The frame that ends the session says so itself.
    if (!isMore && (this.#doing !== 'play' || this.#playedLoop() === null)) {
      this.#intent = 'rest';
      this.#show('ended');
    }
    if (this.#changed || this.#unsent.length > 0) await this.#emit();
    return isMore;
  }

  #want(intent: Intent): Result<void> {
    if (intent !== 'rest') this.#forgetFailure();
    this.#intent = intent;
    if (this.#doing !== 'move' && this.#doing !== intent) this.#activity.abort();
    this.#wake();
    return ok(undefined);
  }

  #tellChange(): Result<void> {
    this.#changed = true;
    this.#wake();
    return ok(undefined);
  }

  #surroundings(): Surroundings {
    const { seq } = this.#fold;
    return { source: this.#source, seq, positionMs: this.#positionMs, marks: this.#marks() };
  }

  #move(isSeek: boolean, target: () => Promise<MoveTarget | null>, nowhere = ''): Promise<Result<void>> {
    return new Promise((done) => {
      this.#forgetFailure();
      this.#moves.push({ isSeek, target, nowhere, done });
      if (this.#doing !== 'move') this.#activity.abort();
      this.#wake();
    });
  }

  /** Playing on from the end begins at the beginning, or at that of the loop. */
  #restart(): void {
    if (this.#source.info.lastSeq < this.#source.info.firstSeq) return;
    const loop = this.#playedLoop();
    if (loop !== null) this.#loopBack(loop);
    else void this.#move(true, async () => startTarget(this.#source));
  }

  #playedLoop(): Loop | null {
    return this.#loop?.on === true ? this.#loop : null;
  }

  /** A seek like any other: every event of the loop is applied each time it is played. */
  #loopBack({ fromMs }: Loop): void {
    void this.#move(false, () => seekTarget(this.#source, fromMs));
  }

  #giveUpMoves(): void {
    for (const move of this.#moves) move.done(this.#superseded());
    this.#moves = [];
    if (this.#doing === 'move') this.#activity.abort();
  }

  #superseded(): Result<void> {
    if (this.#closing.signal.aborted) return this.#refuseClosed();
    return fail('cancelled', 'A later command took the place of this one.');
  }

  #refuseClosed(): Result<void> {
    return fail('cancelled', `The session "${this.title}" is closed.`, 'Open it again.');
  }

  #forgetFailure(): void {
    if (this.#failure === null) return;
    this.#failure = null;
    this.#changed = true;
  }

  #show(state: PlayerState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#changed = true;
  }

  #note(event: MarketEvent): void {
    if (this.#lineBroken) return;
    this.#unsent.push(event);
    if (this.#unsent.length > MAX_MOVE_EVENTS) this.#breakLine();
  }

  #breakLine(): void {
    this.#lineBroken = true;
    this.#unsent = [];
  }

  #startEpoch(): void {
    this.#lineBroken = false;
    this.#epoch++;
    this.#changed = true;
  }

  /** Sends a frame with everything unsent and waits for every listener's credit, or for the closing. */
  async #emit(): Promise<void> {
    const frame = { ...this.status(), events: this.#unsent };
    this.#unsent = [];
    this.#changed = false;
    const given = this.#listeners.tell(frame);
    if (this.#state === 'closed') await given;
    else await unlessAborted(given, this.#closing.signal);
  }
}
