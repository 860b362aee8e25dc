/** What stands in the window before, or instead of, the monitor: each says what happened and what to do. */
import type { ReactNode } from 'react';
import type { AppError } from '../../shared/model/result';
import { useApp } from '../stores/context';
import { Mark, WarningIcon } from '../ui/icons';

/** Until the engine has told the settings; `lost` says why it cannot be reached. */
export function Starting({ lost }: { readonly lost: string | null }) {
  const { reconnect } = useApp();
  if (lost === null) {
    return (
      <Screen title="Starting">
        <p role="status">Connecting to the engine…</p>
      </Screen>
    );
  }
  return (
    <Screen title="The engine does not answer" trouble={true}>
      <p>{lost}</p>
      <p>
        This window tries again by itself. Recordings are safe: what was recorded is on disk. If it stays like
        this, quit Breakwater and start it again.
      </p>
      <button type="button" className="button primary" onClick={reconnect}>
        Try now
      </button>
    </Screen>
  );
}

/** The engine answers but will not serve this window, e.g. since their versions differ. */
export function Refused({ error }: { readonly error: AppError }) {
  return (
    <Screen title="This window and the engine do not fit" trouble={true}>
      <p>{error.message}</p>
      {error.hint !== undefined && <p>{error.hint}</p>}
      <button type="button" className="button primary" onClick={() => window.location.reload()}>
        Reload
      </button>
    </Screen>
  );
}

function Screen(props: { readonly title: string; readonly trouble?: boolean; readonly children: ReactNode }) {
  const trouble = props.trouble === true;
  return (
    <main className="start-screen">
      <div className="start-card" data-trouble={trouble} role={trouble ? 'alert' : undefined}>
        <p className="start-mark">
          <Mark /> Breakwater
        </p>
        <h1>
          {trouble && <WarningIcon />}
          {props.title}
        </h1>
        {props.children}
      </div>
    </main>
  );
}
