/** One line above a panel's content: what is wrong with it. */
import type { ReactNode } from 'react';
import { WarningIcon } from './icons';

export function PanelNote({ children }: { readonly children: ReactNode }) {
  return (
    <p className="panel-note" role="status">
      <WarningIcon />
      <span>{children}</span>
    </p>
  );
}
