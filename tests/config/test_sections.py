import dataclasses

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.sections import NETWORK_KNOBS, SECTIONS
from digitdemo.config.sections.images import FEWEST_VALIDATION_IMAGES, MOST_TRAINING_IMAGES, VALIDATION_SIZE
from digitdemo.config.train_config import KNOBS, TrainConfig
from digitdemo.data.mnist import load_mnist
from digitdemo.data.splits import validation_subset

# As Lab, address bar and command line show them.
ORDER = {
    "": ["architecture"],
    "Network": ["hidden_layers", "width", "filters", "activation", "batch_norm", "dropout"],
    "Training": [
        *("epochs", "batch_size", "optimizer", "learning_rate", "beta2", "schedule", "patience"),
        *("weight_decay", "l2", "seed"),
    ],
    "Training images": ["train_size", "augmentation", "pen_drawings", "rare_digits", "rare_share", "label_noise"],
    "Test images": ["test_noise", "test_shift"],
}


def test_a_knob_is_of_the_section_in_which_its_field_stands_and_comes_in_its_order():
    assert list(KNOBS) == [name for names in ORDER.values() for name in names]
    assert list(KNOBS) == [field.name for field in dataclasses.fields(TrainConfig)]
    assert {name: knob.section for name, knob in KNOBS.items()} == {
        name: section for section, names in ORDER.items() for name in names
    }
    assert list(SECTIONS) == list(ORDER)[1:]


def test_a_knob_is_of_the_kind_that_its_annotation_says():
    assert all(type(getattr(TrainConfig(), name)) is knob.kind for name, knob in KNOBS.items())
    assert {knob.kind for knob in KNOBS.values()} == {str, int, float}


def test_what_is_built_into_a_graph_is_no_mere_data_to_it():
    built_in = {"architecture", *NETWORK_KNOBS, "batch_size", "optimizer", "weight_decay", "l2", "augmentation"}
    assert {name for name, knob in KNOBS.items() if knob.shapes_graph} == built_in


def test_an_architecture_uses_network_knobs_and_its_recipe_is_allowed():
    for name, architecture in ARCHITECTURES.items():
        assert set(architecture.knobs) <= set(NETWORK_KNOBS)
        assert architecture.recipe.items() <= TrainConfig(architecture=name).to_dict().items()


def test_the_numbers_of_images_in_the_texts_are_those_that_count():
    assert len(load_mnist().x_train) == MOST_TRAINING_IMAGES
    assert len(validation_subset(100, seed=0)) == VALIDATION_SIZE
    assert len(validation_subset(KNOBS["train_size"].default, seed=0)) == VALIDATION_SIZE
    assert len(validation_subset(MOST_TRAINING_IMAGES - FEWEST_VALIDATION_IMAGES, seed=0)) == FEWEST_VALIDATION_IMAGES
    assert "60,000 training images" in KNOBS["train_size"].help
    assert "Up to 5,000 of the others" in KNOBS["train_size"].help
