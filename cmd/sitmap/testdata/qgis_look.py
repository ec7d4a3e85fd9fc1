"""Opens layers with QGIS as a person would and tells what it sees, for qgis_test.go.

Reads a list of questions as JSON from standard input and answers each with an object.
Coordinates are degrees, longitude before latitude.
"""
import json
import sys

from qgis.core import (
    QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeatureRequest, QgsMapRendererParallelJob,
    QgsMapSettings, QgsMarkerSymbol, QgsProject, QgsRectangle, QgsVectorLayer, QgsVectorTileBasicRenderer,
    QgsVectorTileBasicRendererStyle, QgsVectorTileLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QEventLoop, QSize, QTimer
from qgis.PyQt.QtGui import QColor

WHITE = QColor(255, 255, 255)
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
METRES = QgsCoordinateReferenceSystem("EPSG:3857")


def between(a, b):
    return QgsCoordinateTransform(a, b, QgsProject.instance())


def corners(r):
    return [r.xMinimum(), r.yMinimum(), r.xMaximum(), r.yMaximum()]


def dots(layer_name, condition):
    """A style that paints the points of a layer for which the condition holds, and nothing else."""
    style = QgsVectorTileBasicRendererStyle("dots", layer_name, QgsWkbTypes.PointGeometry)
    style.setFilterExpression(condition)
    symbol = QgsMarkerSymbol.createSimple({"name": "square", "color": "255,0,0", "outline_style": "no", "size": "5", "size_unit": "Pixel"})
    style.setSymbol(symbol)
    style.setEnabled(True)
    renderer = QgsVectorTileBasicRenderer()
    renderer.setStyles([style])
    return renderer


def painted(layer, box, size):
    """Renders the layer into a square picture of a box and gives the places of all pixels that are not white."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(METRES)
    settings.setOutputSize(QSize(size, size))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(WHITE)
    settings.setExtent(between(DEGREES, METRES).transformBoundingBox(QgsRectangle(*box)))
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    QTimer.singleShot(60000, loop.quit)
    job.start()
    loop.exec_()
    if job.isActive():
        job.cancel()
        raise RuntimeError("the picture is not finished after a minute")
    image, back = job.renderedImage(), between(METRES, DEGREES)
    shown, metres = settings.visibleExtent(), settings.mapUnitsPerPixel()
    places = []
    for y in range(image.height()):
        for x in range(image.width()):
            if image.pixelColor(x, y) != WHITE:
                p = back.transform(shown.xMinimum() + (x + 0.5) * metres, shown.yMaximum() - (y + 0.5) * metres)
                places.append([p.x(), p.y()])
    return {"painted": places, "metres": metres, "errors": [e.message for e in job.errors()]}


def tiles(q):
    layer = QgsVectorTileLayer(q["source"], "tiles")
    # error().summary() of a layer without an error crashes QGIS 3.22.
    answer = {"valid": layer.isValid(), "error": layer.error().message(), "minzoom": layer.sourceMinZoom(), "maxzoom": layer.sourceMaxZoom()}
    if not layer.isValid():
        return answer
    answer["bounds"] = corners(between(layer.crs(), DEGREES).transformBoundingBox(layer.extent()))
    layer.setRenderer(dots(q["layer"], q["condition"]))
    answer.update(painted(layer, q["box"], q["size"]))
    return answer


def table(q):
    layer = QgsVectorLayer(q["source"], "table", "ogr")
    answer = {"valid": layer.isValid(), "error": layer.error().message()}
    if not layer.isValid():
        return answer
    request = QgsFeatureRequest().setFilterExpression(q["condition"])
    features = list(layer.getFeatures(request))
    answer.update(
        count=layer.featureCount(), crs=layer.crs().authid(), bounds=corners(layer.extent()), geometry=QgsWkbTypes.displayString(layer.wkbType()),
        found=[f[q["field"]] for f in features])
    return answer


QgsApplication.setPrefixPath("/usr", True)
app = QgsApplication([], False)
app.initQgis()
answers = [{"tiles": tiles, "table": table}[q["kind"]](q) for q in json.load(sys.stdin)]
json.dump(answers, sys.stdout)
sys.stdout.flush()
app.exitQgis()
