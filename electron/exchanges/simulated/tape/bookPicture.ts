/**
 * The order book of one market as its venue shows it: a few levels close to the price, then levels at round
 * prices whose size grows with the distance, with walls at the roundest of them.
 *
 * Invariants:
 * - Bids fall, asks rise, the best bid is below the best ask; every level holds at least a lot.
 * - A wall is as thick as what trades have left of it.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { BookEvent } from '../../../../shared/model/events';
import type { RandomStream } from '../random/randomStream';
import type { BookGrid, LegProfile } from './tapeProfile';
import type { TapeMarket } from './tapeVenue';
import { WallWear } from './wallWear';

const BOOK_LEVELS = 20;
/** Distance of the levels close to the price, and their size, in parts of a level at round prices. */
const NEAR_DISTANCE = [0, 0.15, 0.35, 0.65];
const NEAR_SIZE = [0.08, 0.12, 0.16, 0.22];
/** What a level at round prices holds more than the one before it. */
const GROWTH = 0.06;
const WALL_SIZE = 8;
const MAJOR_WALL_SIZE = 12;
/** Sizes differ from price to price, always alike: a power of two of them. */
const TEXTURE_SIZE = 256;
const PERCENT = 0.01;

export class BookPicture {
  readonly #market: TapeMarket;
  readonly #usdOfPercent: number;
  readonly #levelTicks: number;
  readonly #levelsPerWall: number;
  readonly #wallsPerMajor: number;
  readonly #texture = new Float64Array(TEXTURE_SIZE);
  readonly #wear = new WallWear();

  /** `texture`: a stream of the market's own, drawn from here only. */
  constructor(market: TapeMarket, grid: BookGrid, profile: LegProfile, texture: RandomStream) {
    this.#market = market;
    this.#usdOfPercent = profile.bookDepthUsd * market.share;
    this.#levelTicks = Math.max(1, Math.round(grid.levelStep * market.ticksPerUsd));
    this.#levelsPerWall = Math.max(1, Math.round(grid.wallStep / grid.levelStep));
    this.#wallsPerMajor = Math.max(1, Math.round(grid.majorStep / grid.wallStep));
    for (let index = 0; index < TEXTURE_SIZE; index += 1) this.#texture[index] = texture.between(0.6, 1.4);
  }

  /** A trade near a wall eats of it. */
  trade(priceTicks: number, usd: number): void {
    const wallTicks = this.#levelTicks * this.#levelsPerWall;
    const wall = Math.round(priceTicks / wallTicks);
    const distance = Math.abs(priceTicks - wall * wallTicks);
    if (wall === 0 || distance > this.#levelTicks) return;
    this.#wear.eat(wall, usd / (this.#wallSize(wall) * this.#levelUsd(priceTicks)));
  }

  /** Once for each picture that is due, before it. */
  recover(): void {
    if (this.#market.bookEveryMs !== null) this.#wear.recover(this.#market.bookEveryMs);
  }

  /** `thickness`: 1 in an ordinary hour, less when the market is in a hurry. */
  picture(
    timeMs: number,
    bestBidTicks: number,
    bestAskTicks: number,
    thickness: number,
    flicker: RandomStream,
  ): BookEvent {
    const event = {
      kind: 'book' as const,
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument: this.#market.instrument,
      bidTicks: [] as number[],
      bidLots: [] as number[],
      askTicks: [] as number[],
      askLots: [] as number[],
    };
    this.#side(bestBidTicks, -1, thickness, flicker, event.bidTicks, event.bidLots);
    this.#side(bestAskTicks, 1, thickness, flicker, event.askTicks, event.askLots);
    return event;
  }

  write(writer: ByteWriter): void {
    this.#wear.write(writer);
  }

  read(reader: ByteReader): void {
    this.#wear.read(reader);
  }

  #side(
    bestTicks: number,
    direction: 1 | -1,
    thickness: number,
    flicker: RandomStream,
    ticks: number[],
    lots: number[],
  ): void {
    const levelUsd = this.#levelUsd(bestTicks) * thickness;
    const lotUsd = bestTicks * this.#market.usdPerLotTick;
    let last = bestTicks - direction;
    for (const [index, distance] of NEAR_DISTANCE.entries()) {
      const wanted = bestTicks + direction * Math.round(distance * this.#levelTicks);
      last = direction > 0 ? Math.max(last + 1, wanted) : Math.min(last - 1, wanted);
      ticks.push(last);
      const size = (NEAR_SIZE[index] ?? 0) * flicker.between(0.4, 1.6);
      lots.push(Math.max(1, Math.round((size * levelUsd) / lotUsd)));
    }
    const next = last + direction;
    let level = direction > 0 ? Math.ceil(next / this.#levelTicks) : Math.floor(next / this.#levelTicks);
    for (let index = 0; ticks.length < BOOK_LEVELS && level > 0; index += 1, level += direction) {
      ticks.push(level * this.#levelTicks);
      const size = this.#roundSize(level, index) * flicker.between(0.9, 1.1);
      lots.push(Math.max(1, Math.round((size * levelUsd) / lotUsd)));
    }
  }

  /** Of a level at a round price, in parts of an ordinary level. */
  #roundSize(level: number, index: number): number {
    const texture = this.#texture[level % TEXTURE_SIZE] ?? 1;
    const ordinary = (0.7 + GROWTH * index) * texture;
    if (level % this.#levelsPerWall !== 0) return ordinary;
    const wall = level / this.#levelsPerWall;
    return ordinary + this.#wallSize(wall) * (1 - this.#wear.wornOf(wall));
  }

  #wallSize(wall: number): number {
    const texture = this.#texture[(wall * 7) % TEXTURE_SIZE] ?? 1;
    return (wall % this.#wallsPerMajor === 0 ? MAJOR_WALL_SIZE : WALL_SIZE) * (0.5 + 0.5 * texture);
  }

  /** What a level holds on average, in USD. */
  #levelUsd(priceTicks: number): number {
    return (this.#usdOfPercent * this.#levelTicks) / (priceTicks * PERCENT);
  }
}
