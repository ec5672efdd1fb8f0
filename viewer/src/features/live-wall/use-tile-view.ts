import { type RefObject, useEffect, useRef, useState } from 'react';

/** A page that nobody looks at lets its streams go after this long; a short look elsewhere costs nothing. */
const HIDDEN_MS = 15_000;
/** Tiles a little outside begin to play, so that scrolling meets pictures. */
const MARGIN = '160px';

export interface TileView {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly widthPx: number;
  /** Whether anybody can see it: within the screen, in a page that is shown. */
  readonly isSeen: boolean;
}

/** The size of a tile and whether it is on the screen, so that nothing is decoded that nobody sees. */
export function useTileView(): TileView {
  const ref = useRef<HTMLDivElement | null>(null);
  const [widthPx, setWidthPx] = useState(0);
  const [isOnScreen, setOnScreen] = useState(true);
  const isPageSeen = usePageSeen();

  useEffect(() => {
    const tile = ref.current;
    if (tile === null) return;
    setWidthPx(tile.clientWidth);
    const size = new ResizeObserver(() => setWidthPx(tile.clientWidth));
    const place = new IntersectionObserver(
      ([entry]) => {
        if (entry !== undefined) setOnScreen(entry.isIntersecting);
      },
      { rootMargin: MARGIN },
    );
    size.observe(tile);
    place.observe(tile);
    return () => {
      size.disconnect();
      place.disconnect();
    };
  }, []);

  return { ref, widthPx, isSeen: isOnScreen && isPageSeen };
}

/** False once the page has been hidden for a while; true at once when it is shown again. */
function usePageSeen(): boolean {
  const [isSeen, setSeen] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') setSeen(true);
      else timer = setTimeout(() => setSeen(false), HIDDEN_MS);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isSeen;
}
