/** A part that scrolls and holds nothing to focus: it takes the focus itself, so that keys can scroll it. */
import type { ReactNode } from 'react';

export function ScrollArea(props: {
  /** For assistive technology: what is in it. */
  readonly name: string;
  readonly className: string;
  readonly children: ReactNode;
  readonly busy?: boolean;
  readonly stale?: boolean;
}) {
  return (
    <section
      className={`scroll-area ${props.className}`}
      aria-label={props.name}
      aria-busy={props.busy}
      data-stale={props.stale}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}
