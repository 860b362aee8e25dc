/** Starts and stops recording. */
import { useApp, useSession } from '../../stores/context';

export function RecordSwitch() {
  const { engine, session } = useApp();
  const recorder = useSession((state) => state.recorder);
  if (recorder === null) return null;
  const recording = recorder.state === 'recording';
  const toggle = async () => {
    const answer = await engine.call(recording ? 'stopRecording' : 'startRecording', {});
    if (answer.ok) session.setState({ recorder: answer.value });
    else session.setState({ failure: answer.error });
  };
  return (
    <button type="button" className="button" aria-pressed={recording} onClick={() => void toggle()}>
      <i className="dot" data-tone={recording ? 'record' : 'none'} />
      {recording ? 'Stop recording' : 'Record'}
    </button>
  );
}
