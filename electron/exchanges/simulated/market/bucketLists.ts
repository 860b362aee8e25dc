/**
 * Slots in buckets, as doubly linked lists in typed arrays: adding and removing cost the same for any number.
 *
 * Invariant: a slot is in at most one bucket; within a bucket the newest comes first.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { readArray, writeArray } from './typedArrays';

const NONE = -1;

export class BucketLists {
  readonly #heads: Int32Array;
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #bucketOf = new Int32Array(0);

  constructor(bucketCount: number) {
    this.#heads = new Int32Array(bucketCount).fill(NONE);
  }

  grow(slotCount: number): void {
    this.#next = grown(this.#next, slotCount);
    this.#previous = grown(this.#previous, slotCount);
    this.#bucketOf = grown(this.#bucketOf, slotCount);
  }

  add(slot: number, bucket: number): void {
    const head = this.#heads[bucket] as number;
    this.#next[slot] = head;
    this.#previous[slot] = NONE;
    this.#bucketOf[slot] = bucket;
    if (head !== NONE) this.#previous[head] = slot;
    this.#heads[bucket] = slot;
  }

  /** Nothing happens to a slot that is in no bucket. */
  remove(slot: number): void {
    const bucket = this.#bucketOf[slot] as number;
    if (bucket === NONE) return;
    const next = this.#next[slot] as number;
    const previous = this.#previous[slot] as number;
    if (previous === NONE) this.#heads[bucket] = next;
    else this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
    this.#bucketOf[slot] = NONE;
  }

  /** First slot of a bucket, or −1. */
  first(bucket: number): number {
    return this.#heads[bucket] as number;
  }

  /** Slot after `slot` in its bucket, or −1. */
  after(slot: number): number {
    return this.#next[slot] as number;
  }

  snapshot(writer: ByteWriter, slotCount: number): void {
    writeArray(writer, this.#heads);
    writeArray(writer, this.#next.subarray(0, slotCount));
    writeArray(writer, this.#previous.subarray(0, slotCount));
    writeArray(writer, this.#bucketOf.subarray(0, slotCount));
  }

  /** The slots must have been made by `grow` before. */
  restore(reader: ByteReader): void {
    readArray(reader, this.#heads);
    readArray(reader, this.#next);
    readArray(reader, this.#previous);
    readArray(reader, this.#bucketOf);
  }
}

function grown(values: Int32Array<ArrayBuffer>, slotCount: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(slotCount).fill(NONE);
  larger.set(values);
  return larger;
}
