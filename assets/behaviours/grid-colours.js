/** The colours of grids on the map: one for each, or by the work they have; those that no mean counts have their own. */

const GRID_COLOURS = [
  '141,211,199', '255,237,111', '190,186,218', '251,128,114', '128,177,211', '253,180,98',
  '179,222,105', '252,205,229', '188,189,220', '204,235,197', '229,196,148', '166,206,227',
]
const DEDICATED = '148,160,179'
const OVERSIZE = '217,194,58'
const NONE = '255,255,255'
// From too little work to too much; the middle is level.
const LOADS = [[-0.1, '33,102,172'], [-0.05, '103,169,207'], [0.05, '209,229,210'], [0.1, '244,165,130'], [Infinity, '178,24,43']]

/** Give the colour of a place's grid, or of the work that grid has; one building that is more than a grid is not just heavy. */
export function colourOf(place, grid, byLoad) {
  if (place < 0 || (byLoad && !grid)) return NONE
  if (grid?.kind === 'dedicated') return DEDICATED
  if (!byLoad) return GRID_COLOURS[place % GRID_COLOURS.length]
  return grid.oversize ? OVERSIZE : LOADS.find(([upTo]) => grid.deviation <= upTo)[1]
}
