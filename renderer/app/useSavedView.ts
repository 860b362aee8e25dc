/** Keeps the docking layout and what the user looks at in the settings, as one opaque value. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApp } from '../stores/context';
import { parseView } from '../stores/uiStore';

/** Grows when a saved layout can no longer be read. */
const LAYOUT_VERSION = 1;
/** A drag changes the layout many times; only where it ends is worth saving. */
const SAVE_AFTER_MS = 800;

interface SavedView {
  readonly version: number;
  readonly dock: unknown;
  readonly view: unknown;
}

/** Reads once, on the first render; `saveLayout` may be called at any rate. */
export function useSavedView(): { readonly layout: unknown; readonly saveLayout: (dock: unknown) => void } {
  const { settings, ui } = useApp();
  const [saved] = useState(() => readSaved(settings.getState().settings?.layout));
  const dock = useRef<unknown>(saved?.dock ?? null);
  const timer = useRef<number | undefined>(undefined);

  const saveSoon = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      const layout: SavedView = { version: LAYOUT_VERSION, dock: dock.current, view: ui.getState().view };
      void settings.getState().patch({ layout });
    }, SAVE_AFTER_MS);
  }, [settings, ui]);

  const saveLayout = useCallback(
    (changed: unknown) => {
      dock.current = changed;
      saveSoon();
    },
    [saveSoon],
  );

  useEffect(() => {
    if (saved !== null) ui.getState().setView(parseView(saved.view));
    const stop = ui.subscribe((now, before) => {
      if (now.view !== before.view) saveSoon();
    });
    return () => {
      stop();
      window.clearTimeout(timer.current);
    };
  }, [saved, ui, saveSoon]);

  return { layout: saved?.dock ?? null, saveLayout };
}

function readSaved(layout: unknown): SavedView | null {
  if (typeof layout !== 'object' || layout === null) return null;
  const { version, dock, view }: { version?: unknown; dock?: unknown; view?: unknown } = layout;
  return version === LAYOUT_VERSION ? { version, dock, view } : null;
}
