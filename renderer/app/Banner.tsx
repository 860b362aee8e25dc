/** What concerns the whole window: a lost engine, a failed command, notices of the engine. */
import type { ReactNode } from 'react';
import { useApp, useConnection, useSession } from '../stores/context';
import { IconButton } from '../ui/IconButton';
import { CloseIcon, WarningIcon } from '../ui/icons';
import { SimulatedTag } from '../ui/SimulatedTag';
import { FeedOffer } from './FeedOffer';

export function Banners() {
  const { reconnect } = useApp();
  const connection = useConnection((state) => state.status);
  const failure = useSession((state) => state.failure);
  const dismiss = useSession((state) => state.dismissFailure);
  const notices = useSession((state) => state.notices);
  const urgent = notices.filter((notice) => notice.severity !== 'info');
  return (
    <div className="banners">
      {connection.state === 'lost' && (
        <Banner tone="error">
          {connection.reason} Recording goes on if the engine runs; this window reconnects by itself.
          <button type="button" className="button" onClick={reconnect}>
            Try now
          </button>
        </Banner>
      )}
      {failure !== null && (
        <Banner tone="error">
          {failure.message} {failure.hint}
          <IconButton name="Dismiss" onClick={dismiss}>
            <CloseIcon />
          </IconButton>
        </Banner>
      )}
      <FeedOffer />
      {urgent.map((notice) => (
        <Banner key={notice.id} tone={notice.severity === 'error' ? 'error' : 'warning'}>
          {notice.simulated && <SimulatedTag />} <strong>{notice.title}</strong> {notice.detail} {notice.hint}
        </Banner>
      ))}
    </div>
  );
}

function Banner({ tone, children }: { readonly tone: 'error' | 'warning'; readonly children: ReactNode }) {
  return (
    <div className="banner" data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <WarningIcon />
      <p>{children}</p>
    </div>
  );
}
