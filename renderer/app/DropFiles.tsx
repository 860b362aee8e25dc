/** Files dropped anywhere on the window are taken for an import; while they hover, the window says so. */
import { useEffect, useState } from 'react';
import { useApp } from '../stores/context';

export function DropFiles({ onFiles }: { readonly onFiles: () => void }) {
  const { imports } = useApp();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Every element that is entered says so before the one that is left does.
    let depth = 0;
    const listeners = {
      dragenter: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth++;
        setHovering(true);
      },
      dragover: (event: DragEvent) => {
        if (hasFiles(event)) event.preventDefault();
      },
      dragleave: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        depth = Math.max(0, depth - 1);
        setHovering(depth > 0);
      },
      drop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setHovering(false);
        onFiles();
        void imports.getState().add([...(event.dataTransfer?.files ?? [])]);
      },
    };
    const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [type, listener] of all) window.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of all) window.removeEventListener(type, listener);
    };
  }, [imports, onFiles]);
  if (!hovering) return null;
  return (
    // A popover, so that it lies above an open dialog as well.
    <div ref={showAbove} popover="manual" className="drop-overlay" aria-hidden="true">
      <p>Drop to look at the files. Nothing is imported before you say so.</p>
    </div>
  );
}

function showAbove(element: HTMLElement | null): void {
  element?.showPopover();
}

/** Panels that are dragged about are no files. */
function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}
