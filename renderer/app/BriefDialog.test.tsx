// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../shared/model/result';
import { SAVED_SESSION } from '../testing/fakeEngine.testkit';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { BriefDialog } from './BriefDialog';

afterEach(cleanup);

async function renderBrief() {
  const rendered = await renderWithApp(<BriefDialog open={true} onClose={() => {}} />);
  await rendered.app.session.getState().open(SAVED_SESSION);
  await rendered.settle();
  return rendered;
}

async function textbox(): Promise<HTMLTextAreaElement> {
  return (await screen.findByRole('textbox', { name: 'Brief' })) as HTMLTextAreaElement;
}

describe('BriefDialog', () => {
  it('shows the brief, and another one when the format is changed', async () => {
    const { settle } = await renderBrief();
    expect((await textbox()).value).toBe('a brief in md');
    fireEvent.click(screen.getByRole('radio', { name: 'JSON' }));
    await settle();
    expect((await textbox()).value).toBe('a brief in json');
  });

  it('says why there is none', async () => {
    const { app, settle } = await renderBrief();
    const refusal = fail('session-damaged', 'The session cannot be read.', 'Open another one.');
    vi.spyOn(app.engine, 'call').mockResolvedValue(refusal as never);
    fireEvent.click(screen.getByRole('radio', { name: '4h' }));
    await settle();
    expect(screen.getByRole('status').textContent).toBe('The session cannot be read. Open another one.');
  });
});
