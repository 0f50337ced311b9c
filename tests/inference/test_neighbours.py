import numpy as np

from digitdemo.inference.neighbours import nearest


def test_the_nearest_come_first_with_their_distances():
    vectors = np.random.default_rng(0).integers(0, 256, (11_000, 4, 4)).astype(np.uint8)  # more than go in one part
    found = nearest(vectors, vectors[9_999], 5)
    distances = np.linalg.norm(vectors.reshape(-1, 16).astype(float) - vectors[9_999].reshape(16), axis=1)
    assert found.indices.tolist() == np.argsort(distances, kind="stable")[:5].tolist()
    assert found.indices[0] == 9_999
    assert np.allclose(found.distances, np.sort(distances)[:5])


def test_there_may_be_fewer_than_wanted():
    assert len(nearest(np.zeros((2, 3)), np.zeros(3), 8).indices) == 2
