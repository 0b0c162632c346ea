// The app's Home tab of one person.
import { useMemo } from 'react';
import { Blocks } from './blocks.jsx';
import { Warning } from './icons.jsx';
import { SurfaceContext, useActing } from './surface.jsx';

const place = { surface: 'home' };

export function Home({ home, common, complain, opening }) {
  const acting = useActing(common.user, place, complain);
  const surface = useMemo(
    () => ({ ...common, ...acting, values: home.view?.state.values ?? {}, errors: {}, disabled: false }),
    [common, acting, home],
  );
  if (!home.view) {
    return <p className="nothing" aria-busy={opening}>{opening ? 'Loading…' : `${common.app} has put nothing here yet.`}</p>;
  }
  return (
    <SurfaceContext.Provider value={surface}>
      <div className="home">
        {home.trouble && <p className="trouble" role="alert"><Warning /> {home.trouble}</p>}
        <Blocks blocks={home.view.blocks} />
      </div>
    </SurfaceContext.Provider>
  );
}
