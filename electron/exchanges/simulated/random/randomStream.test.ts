import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from './randomStream';

const take = (stream: RandomStream, count = 5): number[] =>
  Array.from({ length: count }, () => stream.uint32());

describe('a random stream', () => {
  it('gives the numbers that were written down', () => {
    expect(take(new RandomStream(1, 'BTC/openings'))).toEqual([
      2158699837, 2601564470, 2467609840, 3561538005, 642768135,
    ]);
  });

  it('is told apart by seed, name and index', () => {
    const keys = fc.tuple(fc.nat(2 ** 31), fc.string({ maxLength: 8 }), fc.nat(1e9));
    fc.assert(
      fc.property(keys, keys, (one, two) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(two));
        expect(started(one)).not.toEqual(started(two));
      }),
    );
    expect(take(new RandomStream(7, 'x'))).not.toEqual(take(new RandomStream(7 + 2 ** 40, 'x')));
  });

  it('goes on from a snapshot, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(200), (seed, draws) => {
        const stream = new RandomStream(seed, 'any');
        for (let draw = 0; draw < draws; draw += 1) stream.normal();
        const copy = new RandomStream(seed, 'any');
        copy.restore(stream.snapshot());
        expect(take(copy)).toEqual(take(stream));
      }),
    );
  });

  it('has the moments its distributions promise', () => {
    const stream = new RandomStream(3, 'moments');
    const mean = (draw: () => number, count = 200_000): number => {
      let sum = 0;
      for (let index = 0; index < count; index += 1) sum += draw();
      return sum / count;
    };
    expect(mean(() => stream.uniform())).toBeCloseTo(0.5, 2);
    expect(mean(() => stream.normal())).toBeCloseTo(0, 1.8);
    expect(mean(() => stream.normal() ** 2)).toBeCloseTo(1, 1.5);
    expect(mean(() => stream.exponential(3))).toBeCloseTo(3, 1);
    expect(mean(() => stream.pareto(4))).toBeCloseTo(4 / 3, 1.8);
    expect(mean(() => Math.log(stream.lognormal(0.5)) ** 2)).toBeCloseTo(0.25, 1.8);
    expect(mean(() => stream.integer(5))).toBeCloseTo(2, 1);
    expect(mean(() => stream.between(-2, 4))).toBeCloseTo(1, 1);
  });
});

function started([seed, name, index]: [number, string, number]): number[] {
  const stream = new RandomStream(seed, name);
  stream.restart(index);
  return take(stream, 3);
}
