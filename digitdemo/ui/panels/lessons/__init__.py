"""The lessons: cards to choose from; predict, train, answer, think; and curves to be judged by eye."""
