import LanguageModels

/// From where a model draws its next proposal; here for views, which know no models.
public typealias ProposalDistribution = LanguageModels.ProposalDistribution
