/** The icon set: one grid (16), one stroke (1.5), round joins, drawn for this app. Icons are decoration: the control carries the name. */
import type { JSX, ReactNode } from 'react';

function icon(content: ReactNode, size = 16): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {content}
    </svg>
  );
}

const solid = { fill: 'currentColor', stroke: 'none' } as const;

export const MonitorIcon = () =>
  icon(
    <>
      <path d="M2 13.5h12" />
      <path d="M4 3.5v1.5M4 9.5V11M8 2v2M8 8v2.5M12 4.5V6M12 10.5v1" />
      <rect x="2.75" y="5" width="2.5" height="4.5" rx="0.5" />
      <rect x="6.75" y="4" width="2.5" height="4" rx="0.5" />
      <rect x="10.75" y="6" width="2.5" height="4.5" rx="0.5" />
    </>,
    18,
  );

export const SessionsIcon = () =>
  icon(
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>,
    18,
  );

export const VenuesIcon = () =>
  icon(
    <>
      <circle cx="8" cy="8" r="1.75" />
      <circle cx="3" cy="3.5" r="1.25" />
      <circle cx="13" cy="3.5" r="1.25" />
      <circle cx="8" cy="14" r="1.25" />
      <path d="M4 4.4l2.6 2.4M12 4.4L9.4 6.8M8 9.9v2.7" />
    </>,
    18,
  );

export const SettingsIcon = () =>
  icon(
    <>
      <path d="M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6" />
      <circle cx="9.75" cy="4.5" r="1.75" />
      <circle cx="6.25" cy="11.5" r="1.75" />
    </>,
    18,
  );

export const RecordIcon = () => icon(<circle {...solid} cx="8" cy="8" r="4.5" />, 12);

export const StopIcon = () => icon(<rect {...solid} x="4" y="4" width="8" height="8" rx="1.2" />, 12);

export const RenameIcon = () =>
  icon(<path d="M10.75 3.25l2 2M3 13l.6-2.6 7.9-7.9a1.4 1.4 0 0 1 2 2L5.6 12.4 3 13z" />, 14);

export const DeleteIcon = () =>
  icon(<path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.75 7v3.5M9.25 7v3.5" />, 14);

export const SearchIcon = () =>
  icon(
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="M10.25 10.25L13.5 13.5" />
    </>,
    14,
  );

export const SoundIcon = ({ on }: { readonly on: boolean }) =>
  icon(
    <>
      <path {...solid} d="M2.5 6v4h2.3L8 12.8V3.2L4.8 6z" />
      {on ? (
        <path d="M10.3 5.8a3.2 3.2 0 0 1 0 4.4M12.2 4a5.8 5.8 0 0 1 0 8" />
      ) : (
        <path d="M10.5 6.3l3.4 3.4M13.9 6.3l-3.4 3.4" />
      )}
    </>,
  );

export const HelpIcon = () =>
  icon(
    <>
      <rect x="1.75" y="4" width="12.5" height="8.5" rx="1.5" />
      <path d="M4.5 6.75h.01M7 6.75h.01M9.5 6.75h.01M11.75 6.75h.01M5 9.75h6" />
    </>,
    18,
  );

export const PlayIcon = () =>
  icon(<path {...solid} d="M4.5 2.8v10.4a.6.6 0 0 0 .9.5l8.2-5.2a.6.6 0 0 0 0-1L5.4 2.3a.6.6 0 0 0-.9.5z" />);

export const PauseIcon = () =>
  icon(
    <>
      <rect {...solid} x="3.5" y="2.5" width="3.25" height="11" rx="0.8" />
      <rect {...solid} x="9.25" y="2.5" width="3.25" height="11" rx="0.8" />
    </>,
  );

/** One, two or three chevrons: event, second, bar. */
export const StepIcon = ({ direction, size }: { readonly direction: 1 | -1; readonly size: 1 | 2 | 3 }) => {
  const chevron = (offset: number) => `M${6.5 + offset} 4.5L${10 + offset} 8l-3.5 3.5`;
  const offsets = size === 1 ? [-0.25] : size === 2 ? [-2.25, 1.75] : [-4, -0.5, 3];
  return icon(
    <g transform={direction === 1 ? undefined : 'matrix(-1 0 0 1 16 0)'}>
      {offsets.map((offset) => (
        <path key={offset} d={chevron(offset)} />
      ))}
    </g>,
  );
};

export const PlayToEndIcon = () =>
  icon(
    <>
      <path {...solid} d="M3 3.3v9.4a.5.5 0 0 0 .8.4l6.7-4.7a.5.5 0 0 0 0-.8L3.8 2.9a.5.5 0 0 0-.8.4z" />
      <path d="M13 3v10" />
    </>,
  );

export const LiveEdgeIcon = () =>
  icon(
    <>
      <circle {...solid} cx="8" cy="8" r="2" />
      <path d="M4.8 11.2a4.5 4.5 0 0 1 0-6.4M11.2 4.8a4.5 4.5 0 0 1 0 6.4M2.7 13.3a7.5 7.5 0 0 1 0-10.6M13.3 2.7a7.5 7.5 0 0 1 0 10.6" />
    </>,
  );

export const BookmarkIcon = () => icon(<path d="M4.5 2.5h7v11L8 10.75 4.5 13.5z" />);

export const BriefIcon = () =>
  icon(
    <>
      <path d="M4 2.5h6l2.5 2.5v8.5H4z" />
      <path d="M6 7h4.5M6 9.25h4.5M6 11.5h3" />
    </>,
  );

export const CalendarIcon = () =>
  icon(
    <>
      <rect x="2.5" y="3.5" width="11" height="10" rx="1.5" />
      <path d="M2.5 7h11M5.5 2v3M10.5 2v3" />
    </>,
  );

export const LoopIcon = () =>
  icon(
    <>
      <path d="M3 7.5V7a2.5 2.5 0 012.5-2.5H13M11 2.5l2 2-2 2" />
      <path d="M13 8.5V9a2.5 2.5 0 01-2.5 2.5H3M5 13.5l-2-2 2-2" />
    </>,
  );

export const UntilIcon = ({ direction }: { readonly direction: 1 | -1 }) =>
  icon(
    <g transform={direction === 1 ? undefined : 'matrix(-1 0 0 1 16 0)'}>
      <path d="M2 8h8M7.5 5L10.5 8l-3 3" />
      <circle cx="13" cy="8" r="1.25" />
    </g>,
  );

export const CloseIcon = () => icon(<path d="M4 4l8 8M12 4l-8 8" />);

export const WarningIcon = () => icon(<path d="M8 2.5l6 10.5H2L8 2.5zM8 6.5v3M8 11.25h.01" />);

/** The mark: shorts above the wall, longs below it. */
export const Mark = () => (
  <svg aria-hidden="true" width="18" height="18" viewBox="0 0 64 64">
    <clipPath id="mark-tile">
      <rect width="64" height="64" rx="15" />
    </clipPath>
    <g clipPath="url(#mark-tile)">
      <rect width="64" height="64" fill="var(--longs)" />
      <path d="M0 0h64v27c-6.4 0-9.6 5-16 5s-9.6-5-16-5-9.6 5-16 5S6.4 27 0 27z" fill="var(--shorts)" />
      <path
        d="M0 27c6.4 0 9.6 5 16 5s9.6-5 16-5 9.6 5 16 5 9.6-5 16-5v8c-6.4 0-9.6 5-16 5s-9.6-5-16-5-9.6 5-16 5-9.6-5-16-5z"
        fill="var(--bg)"
      />
    </g>
  </svg>
);

export const PinIcon = ({ pinned }: { readonly pinned: boolean }) =>
  icon(
    <>
      <path d="M8 10v4" />
      <path d="M5.5 2.5h5l-.75 4 1.75 2v1.5h-7V8.5l1.75-2z" fill={pinned ? 'currentColor' : 'none'} />
    </>,
  );

export const TagIcon = () =>
  icon(
    <>
      <path d="M2.5 2.5h5l6 6-5 5-6-6z" />
      <path d="M5.25 5.25h.01" />
    </>,
  );

export const LinkIcon = () =>
  icon(
    <>
      <path d="M6.5 9.5l3-3" />
      <path d="M7 4.5l1-1a3 3 0 014.5 4.5l-1 1M9 11.5l-1 1A3 3 0 013.5 8l1-1" />
    </>,
  );

export const CameraIcon = () =>
  icon(
    <>
      <path d="M2 5.5A1.5 1.5 0 0 1 3.5 4H5l1-1.5h4L11 4h1.5A1.5 1.5 0 0 1 14 5.5v6a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5z" />
      <circle cx="8" cy="8.25" r="2.4" />
    </>,
  );
