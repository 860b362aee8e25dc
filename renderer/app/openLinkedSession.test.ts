import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { ConnectionState } from '../stores/connectionStore';
import type { AppContext } from '../stores/context';
import type { Place } from '../stores/openReplay';
import { linkedSession, openLinkedSession } from './openLinkedSession';

describe('the address of a window', () => {
  it('names a session and a moment', () => {
    expect(linkedSession('?session=a+b&t=5')).toEqual({ id: 'a b', timeMs: 5 });
    expect(linkedSession('?session=a&t=2024-08-08T14:00:00Z')).toEqual({
      id: 'a',
      timeMs: Date.UTC(2024, 7, 8, 14),
    });
    expect(linkedSession('?session=a&t=soon')).toEqual({ id: 'a', timeMs: null });
  });

  it.each(['', '?t=5', '?session='])('"%s" names none', (search) => {
    expect(linkedSession(search)).toBeNull();
  });
});

describe('a linked session', () => {
  function setUp(refuses = false) {
    const done: unknown[] = [];
    const connection = createStore<ConnectionState>(() => ({ status: { state: 'connecting' } }));
    const session = createStore<object>((set) => ({
      session: 'live',
      open: async (id: string, place?: Place) => {
        done.push(place === undefined ? ['open', id] : ['open', id, place]);
        if (!refuses) set({ session: id });
      },
      control: async (command: object) => void done.push(command),
    }));
    const ready = () => connection.setState({ status: { state: 'ready', appVersion: '', dataDir: '' } });
    return { app: { connection, session } as unknown as AppContext, done, ready };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('is opened once, when the engine is there, and goes to its moment', async () => {
    const { app, done, ready } = setUp();
    openLinkedSession(app, '?session=a&t=5');
    expect(done).toEqual([]);
    ready();
    ready();
    await settled();
    expect(done).toEqual([['open', 'a'], { type: 'seek', timeMs: 5 }]);
  });

  it('gives way to the place of a page that is loaded anew', async () => {
    const place = { session: 'b', state: 'playing', speed: 60, nowMs: 7 } as const;
    const { app, done, ready } = setUp();
    openLinkedSession(app, '?session=a&t=5', place);
    openLinkedSession(app, '?session=a&t=5', { ...place, session: 'live' });
    ready();
    await settled();
    expect(done).toEqual([['open', 'b', place]]);
  });

  it('that is refused moves nothing', async () => {
    const { app, done, ready } = setUp(true);
    openLinkedSession(app, '?session=a&t=5');
    ready();
    await settled();
    expect(done).toEqual([['open', 'a']]);
  });
});
