/** The studies that can be drawn, to switch on and off, below their button. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { STUDIES } from '../../../shared/indicators/studies/registry';
import { toggledStudy } from '../../stores/chartView';
import { useUi } from '../../stores/context';
import { nextItem } from './ChartMenu';

export function StudiesMenu() {
  const chart = useUi((state) => state.view.chart);
  const setView = useUi((state) => state.setView);
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('[role="menuitemcheckbox"]')?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  }, [isOpen]);

  const toggleOpen = () => {
    const box = button.current?.getBoundingClientRect();
    if (box !== undefined)
      setPlace({ left: Math.min(box.left, window.innerWidth - 280), top: box.bottom + 2 });
    setOpen(!isOpen);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      setOpen(false);
      button.current?.focus();
      event.preventDefault();
      return;
    }
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]')];
    const next = nextItem(event.key, items.indexOf(document.activeElement as HTMLElement), items.length);
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };
  const count = chart.studies.length;
  return (
    <div ref={root} className="studies">
      <button
        ref={button}
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        onClick={toggleOpen}
      >
        Studies{count > 0 && ` · ${count}`}
      </button>
      {isOpen && (
        <div
          id={menuId}
          role="menu"
          aria-label="Studies"
          className="chart-menu studies-menu"
          style={place}
          onKeyDown={onKeyDown}
        >
          {STUDIES.map(({ id, title }) => {
            const isOn = chart.studies.includes(id);
            return (
              <button
                key={id}
                type="button"
                role="menuitemcheckbox"
                aria-checked={isOn}
                tabIndex={-1}
                onClick={() => setView({ chart: { ...chart, studies: toggledStudy(chart.studies, id) } })}
              >
                <span className="chart-menu-mark" aria-hidden="true">
                  {isOn ? '✓' : ''}
                </span>
                {title}
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}
