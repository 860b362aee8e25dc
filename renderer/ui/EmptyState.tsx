/** What a panel shows while it has nothing: one sentence that teaches, at most one button. */
import type { ReactNode } from 'react';

export function EmptyState(props: {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly busy?: boolean;
}) {
  return (
    <div className="empty-state" aria-busy={props.busy === true}>
      {props.icon}
      <p>{props.children}</p>
      {props.action !== undefined && (
        <button type="button" className="button" onClick={props.action.run}>
          {props.action.label}
        </button>
      )}
    </div>
  );
}
