import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookmarkRow, isWebLink, newestRows } from '../../../shared/contract/bookmarks';
import { fail, ok, type Result } from '../../../shared/model/result';
import { value } from '../sessions/sessionStore.testkit';
import { arbitraryRows, draft, markRow } from './bookmark.testkit';
import { MarkBook } from './markBook';

class Keeper {
  readonly rows: BookmarkRow[] = [];
  answer: Result<void> = ok(undefined);

  async readMarks(): Promise<Result<readonly BookmarkRow[]>> {
    return ok([...this.rows]);
  }

  async appendMark(row: BookmarkRow): Promise<Result<void>> {
    if (this.answer.ok) this.rows.push(row);
    return this.answer;
  }
}

const clock = { wallMs: () => 7_000 };
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the bookmarks of a session', () => {
  it('are added, changed, deleted and brought back; each state is a row', async () => {
    const keeper = new Keeper();
    const book = new MarkBook(keeper, clock);
    const { id } = value(await book.add(draft()));
    value(await book.edit(id, { text: 'it held', color: 'C', link: 'https://example.org/' }));
    value(await book.edit(id, { endMs: 4_000 }));
    expect(book.list).toEqual([
      {
        ...draft(),
        id,
        createdMs: 7_000,
        text: 'it held',
        color: 'C',
        link: 'https://example.org/',
        endMs: 4_000,
      },
    ]);
    value(await book.remove(id));
    expect(book.list).toEqual([]);
    expect(await book.edit(id, { text: 'gone' })).toMatchObject({ ok: false });
    value(await book.restore(id));
    expect(book.list[0]?.text).toBe('it held');
    expect(keeper.rows.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(keeper.rows.map(({ row }) => row)).size).toBe(5);
  });

  it('are those that were kept, whoever reads them next', async () => {
    const change = fc.tuple(
      fc.constantFrom('add', 'edit', 'remove', 'restore'),
      fc.nat({ max: 5 }),
      fc.nat({ max: 9_000 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), async (changes) => {
        const keeper = new Keeper();
        const book = new MarkBook(keeper, clock);
        // All at once: they are made one after the other all the same.
        const ids: string[] = [];
        for (const [what, which, timeMs] of changes) {
          if (what === 'add') ids.push(value(await book.add(draft({ timeMs }))).id);
          const id = ids[which % Math.max(1, ids.length)] ?? 'none';
          if (what === 'edit') void book.edit(id, { timeMs });
          if (what === 'remove') void book.remove(id);
          if (what === 'restore') void book.restore(id);
        }
        await settle();
        const again = new MarkBook(keeper, clock);
        await settle();
        expect(again.list).toEqual(book.list);
        const times = book.list.map(({ timeMs }) => timeMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('stay as they were when a change cannot be kept', async () => {
    const keeper = new Keeper();
    const book = new MarkBook(keeper, clock);
    const { id } = value(await book.add(draft()));
    const { version, list } = book;
    keeper.answer = fail('disk-full', 'The disk is full.');
    for (const answer of [book.add(draft()), book.edit(id, { text: 'x' }), book.remove(id)]) {
      expect(await answer).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    }
    expect([book.version, book.list]).toEqual([version, list]);
  });

  it('refuse a span that ends before it begins', async () => {
    const book = new MarkBook(new Keeper(), clock);
    const { id } = value(await book.add(draft({ endMs: 2_000 })));
    expect(await book.edit(id, { timeMs: 3_000 })).toMatchObject({ ok: false });
    expect(book.list[0]?.timeMs).toBe(1_000);
  });
});

describe('rows of bookmarks', () => {
  it('say the same in any order and however often', () => {
    fc.assert(
      fc.property(arbitraryRows(), fc.array(fc.nat()), (rows, order) => {
        const shuffled = [
          ...rows,
          ...order.flatMap((index) => rows[index % Math.max(1, rows.length)] ?? []),
        ].reverse();
        const sorted = (all: readonly BookmarkRow[]) =>
          [...newestRows(all).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(shuffled)).toEqual(sorted(rows));
      }),
    );
    expect(
      newestRows([markRow({ revision: 2, deleted: true, row: 'two' }), markRow()]).get('one')?.deleted,
    ).toBe(true);
  });
});

describe('links', () => {
  it.each(['https://example.org', 'http://example.org:8080/a b'.replace(' ', '%20'), 'HTTPS://x.y/?q=a@b#c'])(
    '%s may be opened',
    (link) => {
      expect(isWebLink(link)).toBe(true);
    },
  );

  it.each([
    '',
    'example.org',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,hello',
    'https://',
    'https:///path',
    'https://bank.example@evil.example/',
    'https://a\\@b/',
    'https://example.org/\u202Egpj.exe',
    ' https://example.org',
    'https://example.org/a b',
  ])('%j may not', (link) => {
    expect(isWebLink(link)).toBe(false);
  });
});
