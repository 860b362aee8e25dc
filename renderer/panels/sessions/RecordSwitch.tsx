/** Starts and stops recording. */
import { useSession } from '../../stores/context';

export function RecordSwitch() {
  const recorder = useSession((state) => state.recorder);
  const toggle = useSession((state) => state.toggleRecording);
  if (recorder === null) return null;
  const recording = recorder.state === 'recording';
  return (
    <button type="button" className="button" aria-pressed={recording} onClick={() => void toggle()}>
      <i className="dot" data-tone={recording ? 'record' : 'none'} />
      {recording ? 'Stop recording' : 'Record'}
    </button>
  );
}
