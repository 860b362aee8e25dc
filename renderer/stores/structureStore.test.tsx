// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { fakeStructure } from '../testing/fakeStructure.testkit';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { useStructure } from './useStructure';

afterEach(cleanup);

function Shown({ asset }: { readonly asset: string }) {
  return <p>{`${asset}: ${useStructure(asset)?.breakouts.length ?? 'nothing'}`}</p>;
}

it('holds the structure of the asset that is shown, for all who read it, and of no other', async () => {
  const { engine } = await renderWithApp(
    <>
      <Shown asset="BTC" />
      <Shown asset="BTC" />
      <Shown asset="ETH" />
    </>,
    (prepared) => {
      prepared.structure = fakeStructure();
    },
  );
  expect(screen.getAllByText('BTC: 2')).toHaveLength(2);
  expect(screen.getByText('ETH: nothing')).toBeTruthy();
  expect(engine.watched.filter(({ topic }) => topic === 'structure')).toHaveLength(1);
});
