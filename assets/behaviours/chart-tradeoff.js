/** A trade-off to choose from: points named along a curve, what is given against what is got, as ECharts' options. */

/** Draw `{x_name, y_name, points: [{x, y, name, short}]}`, the points in order along x. */
export function tradeoff(figures, fontSize) {
  const axis = (name) => ({ type: 'value', name, nameLocation: 'middle', nameGap: 28 + fontSize, nameTextStyle: { fontSize }, axisLabel: { fontSize } })
  return {
    tooltip: {
      trigger: 'item',
      confine: true,
      textStyle: { fontSize },
      formatter: ({ data: [x, y, name] }) => `${name}<br>${figures.x_name} ${x}<br>${figures.y_name} ${y}`,
    },
    grid: { left: 24, right: 40, top: 24, bottom: 32, containLabel: true },
    xAxis: axis(figures.x_name),
    yAxis: axis(figures.y_name),
    series: [
      {
        name: figures.title,
        type: 'line',
        symbolSize: 11,
        label: { show: true, position: 'top', distance: 8, fontSize, formatter: ({ data }) => data[3] },
        labelLayout: { hideOverlap: true },
        data: figures.points.map(({ x, y, name, short }) => [x, y, name, short]),
      },
    ],
  }
}
